import { crc32 } from "node:zlib";

/** A sheet of texts. */
export interface Sheet {
  name: string;
  rows: string[][];
  /** The numbers of the hidden rows, from 1. */
  hidden?: number[];
}

const KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** An xlsx file with these sheets, as small as the format allows. */
export function workbook(sheets: Sheet[]): Buffer {
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${KIND}/${kind}" Target="${target}"/>`;
  const names = sheets.map(({ name }, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="r${at}"/>`);
  const parts = sheets.map((_, at) => relation(`r${at}`, "worksheet", `/xl/sheet${at}.xml`));
  return zip([
    ["_rels/.rels", `<Relationships>${relation("a", "officeDocument", "/xl/workbook.xml")}</Relationships>`],
    ["xl/workbook.xml", `<workbook><sheets>${names.join("")}</sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", `<Relationships>${parts.join("")}</Relationships>`],
    ...sheets.map((sheet, at): [string, string] => [`xl/sheet${at}.xml`, sheetXml(sheet)]),
  ]);
}

function sheetXml({ rows, hidden = [] }: Sheet): string {
  const lines = rows.map((cells, at) => {
    const texts = cells.map((text) => `<c t="str"><v>${text}</v></c>`).join("");
    return `<row r="${at + 1}"${hidden.includes(at + 1) ? ' hidden="1"' : ""}>${texts}</row>`;
  });
  return `<worksheet><sheetData>${lines.join("")}</sheetData></worksheet>`;
}

/** A zip archive whose files are stored without compression. */
function zip(files: [string, string][]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of files) {
    const [name, data] = [Buffer.from(path), Buffer.from(text)];
    // The version, flags, method, time and date; then the checksum, both sizes and the length of the name.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, rest, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from("PK\x05\x06"), end]);
}
