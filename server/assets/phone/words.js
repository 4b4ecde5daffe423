// The words of the phone page, by language. `{app}` and `{n}` are filled in by phone.js. `results` has title and text of
// each way in which a login may end.

const english = {
  title: "Log in to {app} on a computer?",
  site: "Website",
  device: "Computer",
  network: "Network",
  time: "Opened",
  unknown: "Unknown",
  unknownSite: "Unknown site",
  on: "{browser} on {os}",
  justNow: "just now",
  secondsAgo: "{n} s ago",
  minutesAgo: "{n} min ago",
  advice: "Go on only if you opened this page on the computer yourself. Decline if someone sent you the code.",
  plain: "This code is of a simple kind: anyone who sees it can use it, and there is no number to compare.",
  account: "Log in as",
  number: "Which number does the computer show?",
  decline: "Decline",
  confirm: "Confirm",
  left: "{n} s left",
  chooseNumber: "First choose the number that the computer shows.",
  offline: "No answer from the server. Nothing is known to have happened; check the connection and try again.",
  again: "Try again",
  results: {
    confirmed: ["Confirmed", "You can look at the computer now."],
    waiting: ["Confirmed", "The computer is being logged in."],
    loggedIn: ["Logged in", "You can look at the computer now."],
    notFetched: ["The computer did not log in", "It did not take the login. Go back to the computer, get a new code and scan that."],
    unknown: ["No answer from the server", "Look at the computer: it shows whether it is logged in."],
    declined: ["Declined", "Nobody was logged in. You can close this page."],
    expired: ["This code is no longer valid", "Go back to the computer, get a new code and scan that."],
    taken: ["Another phone has scanned this code", "If that was not you, get a new code on the computer."],
    "wrong-number": ["That was not the number", "The login was stopped. If you are logging in yourself, get a new code on the computer."],
    error: ["That did not work", "Nobody was logged in by this phone."],
    noAccounts: ["This phone is not logged in", "This server has no demo accounts. Scan the code with the site's own app."],
  },
};

const chinese = {
  title: "在电脑上登录 {app}？",
  site: "网站",
  device: "电脑",
  network: "网络",
  time: "打开时间",
  unknown: "未知",
  unknownSite: "未知网站",
  on: "{os} · {browser}",
  justNow: "刚刚",
  secondsAgo: "{n} 秒前",
  minutesAgo: "{n} 分钟前",
  advice: "仅当电脑上的页面由你本人打开时才继续。若二维码是他人发来的，请拒绝。",
  plain: "这是普通二维码：任何看到它的人都可能使用它，且没有数字可供核对。",
  account: "登录账号",
  number: "电脑上显示的是哪个数字？",
  decline: "拒绝",
  confirm: "确认登录",
  left: "剩余 {n} 秒",
  chooseNumber: "请先选择电脑上显示的数字。",
  offline: "服务器没有响应，尚不能确定是否成功。请检查网络后重试。",
  again: "重试",
  results: {
    confirmed: ["已确认", "请回到电脑上查看。"],
    waiting: ["已确认", "正在登录电脑。"],
    loggedIn: ["已登录", "请回到电脑上查看。"],
    notFetched: ["电脑未登录", "电脑没有完成登录。请回到电脑上刷新二维码，再重新扫描。"],
    unknown: ["服务器没有响应", "请查看电脑是否已登录。"],
    declined: ["已拒绝", "未登录任何账号，可以关闭此页面。"],
    expired: ["二维码已失效", "请回到电脑上刷新二维码，再重新扫描。"],
    taken: ["该二维码已被其他手机扫描", "如果不是你本人操作，请在电脑上刷新二维码。"],
    "wrong-number": ["数字不一致", "登录已终止。如果是你本人在登录，请在电脑上刷新二维码。"],
    error: ["操作未成功", "此手机没有登录任何账号。"],
    noAccounts: ["此手机尚未登录", "该服务器没有演示账号，请使用网站自己的应用扫码。"],
  },
};

export const lang = /^zh\b/i.test(navigator.language) ? "zh-CN" : "en-US";
const words = lang === "zh-CN" ? chinese : english;

/** The word `key`, its gaps filled from `gaps`. */
export function say(key, gaps = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => gaps[name] ?? "");
}

/** Title and text of the result `key`. */
export function sayResult(key) {
  return words.results[key];
}
