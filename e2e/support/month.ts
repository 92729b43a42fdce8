import { execFileSync } from "node:child_process";

const DAY_MS = 86_400_000;
const MB = 1_048_576;

/** The days without a measurement, counted back from today. */
export const UNMEASURED = [12, 11];

/** Inserts measurements of the last 30 days for a mailbox, with a gap. */
export function remember(database: string, mailboxId: string): void {
  const id = `x'${mailboxId.replaceAll("-", "")}'`;
  const days = Array.from({ length: 30 }, (_, index) => 30 - index).filter((day) => !UNMEASURED.includes(day));
  const rows = days.map((day) => {
    const hour = new Date(Date.now() - day * DAY_MS);
    hour.setUTCMinutes(0, 0, 0);
    const used = (520 + (30 - day) * 11 - (day < 9 ? 60 : 0) + (day % 3) * 9) * MB;
    return `(${id}, '${hour.toISOString().replace(".000Z", "+00:00")}', ${used}, 0, ${used}, ${2000 - day * 21})`;
  });
  const columns = "mailbox_id, hour, inbox_bytes, archive_bytes, used_bytes, messages";
  const insert = `INSERT INTO mailbox_usage (${columns}) VALUES ${rows.join(", ")}`;
  execFileSync("sqlite3", ["-cmd", ".timeout 5000", database, insert]);
}
