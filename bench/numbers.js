// Numbers as the report writes them.

/** A whole number with separators: 1,234. */
export const thousands = (value) => Math.round(value).toLocaleString("en-US");

/** A number with so many digits after the point. */
export const decimals = (value, digits) => value.toFixed(digits);

/** Bytes in KB, 1 KB = 1,024 bytes. */
export const kilobytes = (bytes) => decimals(bytes / 1024, 1);

/** Bytes in MB, 1 MB = 1,048,576 bytes. */
export const megabytes = (bytes) => decimals(bytes / 1024 / 1024, 1);
