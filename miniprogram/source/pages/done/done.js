// After the person has agreed: until the computer is logged in, and beyond.

const { drawing, login } = require("../../draw.js");
const { view } = require("./view.js");

const page = drawing("done", view);

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
    onLogOut() {
      login().send({ type: "logOut" });
    },
    onClose() {
      login().close();
    },
  },
});
