// Validates many Office files in one process: file paths on stdin, one a line; one JSON object on stdout.
// node validate_workbooks.mjs [Microsoft365|Office2021|…] < list
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import validate, { getFileFormatFromName } from "@ooxml-tools/validate";

const version = process.argv[2] ?? "Microsoft365";
const found = {};
for await (const path of createInterface({ input: process.stdin })) {
  if (!path) continue;
  try {
    found[path] = await validate(new Uint8Array(await readFile(path)), getFileFormatFromName(path), version);
  } catch (error) {
    found[path] = [{ description: `cannot be validated: ${error}` }];
  }
}
process.stdout.write(JSON.stringify(found));
