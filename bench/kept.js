// What `cargo xtask load` writes into the same document; the benchmark keeps it as it is.

/** The heading that the section begins with. It is the last of the document. */
const HEADING = "## The server under load";

/** The section out of a document, or nothing. */
export function kept(document) {
  const start = document.indexOf(`\n${HEADING}\n`);
  return start < 0 ? "" : document.slice(start);
}
