// How a login ended that did not succeed, and the way on.

const { drawing, login } = require("../../draw.js");
const { view } = require("./view.js");

const page = drawing("ended", view);

Component({
  data: { scale: 1, say: {} },
  methods: {
    /** @param {Record<string, string | undefined>} query */
    onLoad(query) {
      page.open(this, query);
    },
    onUnload() {
      page.close(this);
    },
    onScan() {
      login().scan();
    },
    onAgain() {
      login().send({ type: "again" });
    },
    onClose() {
      login().close();
    },
  },
});
