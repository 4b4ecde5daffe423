// What the system and WeChat say on the drawn phone.

const english = {
  rest: "Scan the code on the page beside this phone.",
  scan: "Scan",
  camera: "Hold the code before the camera: drop or paste a picture of it.",
  label: "Or enter what the code says",
  notRead: "There is no code in this picture.",
  cancel: "Cancel",
  leave: "Leave the mini program",
  question: "May the mini program have your phone number?",
  verified: "Verified by WeChat",
  refuse: "Don't allow",
  allow: "Allow",
  copied: "Copied",
};

const chinese = {
  rest: "请扫描手机旁页面上的二维码。",
  scan: "扫一扫",
  camera: "将二维码对准摄像头：拖入或粘贴二维码图片。",
  label: "或输入二维码的内容",
  notRead: "图片中没有二维码。",
  cancel: "取消",
  leave: "离开小程序",
  question: "允许小程序获取你的手机号？",
  verified: "微信已验证",
  refuse: "不允许",
  allow: "允许",
  copied: "内容已复制",
};

export const wordsOf = (language) => (/^zh/i.test(language) ? chinese : english);
