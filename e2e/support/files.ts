import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { readSheet } from "read-excel-file/node";

/** Reads the table in an exported file with an independent library; the first row has the headings. */
export type Table = string[][];

export function readCsv(path: string): Table {
  return parse(readFileSync(path), { bom: true, delimiter: ";", skip_empty_lines: true });
}

export async function readXlsx(path: string): Promise<Table> {
  const rows = await readSheet(path);
  return rows.map((row) => row.map((cell) => (cell instanceof Date ? cell.toISOString() : String(cell ?? ""))));
}

export interface Pdf {
  pages: string[];
  title: string;
}

export function readPdf(path: string): Pdf {
  const text = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
  const info = execFileSync("pdfinfo", [path], { encoding: "utf8" });
  const pages = text.split("\f").slice(0, -1);
  if (pages.length !== Number(/^Pages:\s+(\d+)/m.exec(info)?.[1])) throw new Error("pdfinfo and pdftotext disagree");
  return { pages, title: /^Title:\s+(.*)$/m.exec(info)?.[1] ?? "" };
}

/** The values of the column whose heading matches. */
export function column(table: Table, heading: RegExp): string[] {
  const [headings = [], ...rows] = table;
  const index = headings.findIndex((text) => heading.test(text));
  if (index < 0) throw new Error(`no column ${heading} among ${headings.join(", ")}`);
  return rows.map((row) => row[index] ?? "");
}
