// The thread of one phone: does what it is told, and asks back for WeChat's codes.

const { parentPort, workerData } = require("node:worker_threads");
const { Device } = require("./device.js");

const waiting = new Map();
let questions = 0;

const asking = (name) => () =>
  new Promise((resolve, reject) => {
    questions += 1;
    waiting.set(questions, { resolve, reject });
    parentPort.postMessage({ ask: name, id: questions });
  });

const device = new Device({ ...workerData, loginCode: asking("loginCode"), phoneCode: asking("phoneCode") });

parentPort.on("message", async ({ call, args, id, answer, error }) => {
  if (!call) {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(answer);
    return;
  }
  try {
    parentPort.postMessage({ id, answer: await device[call](...args) });
  } catch (failure) {
    parentPort.postMessage({ id, error: failure.message });
  }
});
