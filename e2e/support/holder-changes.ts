import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { Api } from "./api.ts";

/** A file with the signature of a person whose certificate nobody has issued: nothing wrong, and nothing proven. */
export function signed(text: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "signed-"));
  const at = (name: string) => join(folder, name);
  const openssl = (...parameters: string[]) => execFileSync("openssl", parameters, { stdio: "ignore" });
  try {
    writeFileSync(at("text"), text);
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Zoe Talamo", "-keyout", at("key"), "-out", at("cert"));
    openssl("cms", "-sign", "-cades", "-binary", "-nodetach", "-md", "sha256", "-in", at("text"), "-signer", at("cert"), "-inkey", at("key"), "-outform", "DER", "-out", at("p7m"));
    return readFileSync(at("p7m"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Requests another holder for a mailbox; returns the id of the change. */
export async function requestChange(api: Api, mailbox: string, holder: string): Promise<string> {
  const query = `subject=mailbox:${mailbox}&kind=change_of_holder&name=subentro.p7m`;
  const document = await api.upload<{ id: string }>(`/documents?${query}`, signed(`Subentro ${mailbox}`));
  await expect
    .poll(async () => (await api.get<{ verdict: string }>(`/documents/${document.id}`)).verdict, { timeout: 20_000 })
    .toBe("undetermined");
  const change = await api.post<{ id: string }>("/holder-changes", {
    mailbox_id: mailbox,
    document_id: document.id,
    new_holder: { id: holder },
    communication_email: "nuovo.titolare@posta.example.org",
  });
  return change.id;
}
