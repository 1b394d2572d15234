// Validates Office files with Microsoft's Open XML SDK.
import { readFile } from "node:fs/promises";
import validate, { getFileFormatFromName } from "@ooxml-tools/validate";

// { files: [path], office: "Microsoft365" | "Office2021" … } -> { path: [error] }
export async function check({ files, office }) {
  const found = {};
  for (const path of files) {
    try {
      found[path] = await validate(new Uint8Array(await readFile(path)), getFileFormatFromName(path), office);
    } catch (error) {
      found[path] = [{ description: `cannot be validated: ${error}` }];
    }
  }
  return found;
}
