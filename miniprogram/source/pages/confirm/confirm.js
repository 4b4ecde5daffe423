// Who asks, and the person's decision.

const { drawing, login } = require("../../draw.js");
const { view } = require("./view.js");

const page = drawing("confirm", view);

/** What WeChat answers when the operator has no phone numbers left to ask for. */
const QUOTA = 1400001;

Component({
  data: { loading: true, scale: 1, say: {} },
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
    onAcknowledge() {
      login().send({ type: "acknowledge" });
    },
    onDecline() {
      login().send({ type: "decline" });
    },
    /** @param {{ currentTarget: { dataset: { number?: string } } }} event */
    onChoose(event) {
      login().send({ type: "choose", number: event.currentTarget.dataset.number || "" });
    },
    onAgree() {
      login().send({ type: "agree" });
    },
    /** @param {{ currentTarget: { dataset: { url?: string } } }} event */
    onTerms(event) {
      wx.setClipboardData({ data: event.currentTarget.dataset.url || "" });
    },
    /** @param {{ detail: { value: string } }} event */
    onName(event) {
      login().send({ type: "name", nickname: event.detail.value });
    },
    onConfirm() {
      login().send({ type: "confirm" });
    },
    onConfirmWithoutPhone() {
      login().send({ type: "confirmWithoutPhone" });
    },
    /** @param {{ detail: { code?: string, errno?: number } }} event */
    onPhone(event) {
      const { code, errno } = event.detail;
      if (code) login().send({ type: "phoneShared", code });
      else login().send({ type: "phoneNotShared", away: errno === QUOTA });
    },
  },
});
