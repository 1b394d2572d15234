// Writes a workbook with one query the way Microsoft's own library does: { name, mashup, columns, rows } -> base64.
import { workbookManager } from "@microsoft/connected-workbooks";

export async function make({ name, mashup, columns, rows }) {
  const query = { queryMashup: mashup, queryName: name, refreshOnOpen: true };
  const grid = { data: [columns, ...rows], config: { promoteHeaders: true } };
  const blob = await workbookManager.generateSingleQueryWorkbook(query, grid);
  return Buffer.from(await blob.arrayBuffer()).toString("base64");
}
