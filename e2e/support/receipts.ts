import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Server } from "./server.ts";

/** Receipts of messages from a mailbox, signed by an invented provider, as a folder of .eml files with its authority. */
export function issueReceipts(sender: string, options: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "sigillo-receipts-"));
  const program = join(dirname(process.env.SIGILLO_BIN ?? ""), "sigillo-test-provider");
  const further = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  execFileSync(program, [folder, "--sender", sender, ...further]);
  return folder;
}

/** Stores the receipts of a folder as those of a mailbox, and returns what the command says. */
export function importReceipts(server: Server, mailbox: string, folder: string, ...options: string[]): string {
  return server.command(["preservation", "import", "--mailbox", mailbox, ...options, folder]);
}
