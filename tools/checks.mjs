// All checks of Microsoft's packages in one process: one JSON request a line on stdin, one JSON answer a line on stdout.
// { "ask": "workbooks.check", …what the function takes } -> { "found": … } or { "failed": "why" }
import { createInterface } from "node:readline";

const rooms = {
  workbooks: () => import("./ooxml/workbooks.mjs"),
  scripts: () => import("./powerquery/scripts.mjs"),
  connected: () => import("./connected/make.mjs"),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...request } = JSON.parse(line);
  const [room, verb] = ask.split(".");
  let answer;
  try {
    answer = { found: await (await rooms[room]())[verb](request) };
  } catch (error) {
    answer = { failed: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
