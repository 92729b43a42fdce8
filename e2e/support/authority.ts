import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const AUTHORITY = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n";
const PERSON = "basicConstraints=CA:FALSE\nkeyUsage=critical,nonRepudiation\n";
/** Says that the certificate is too short-lived to be revoked (ETSI EN 319 412-1, 5.2). */
const SHORT_LIVED = "0.4.0.194121.2.1=DER:0500\n";

/** An authority that certifies the signatures of invented people. */
export class Authority {
  readonly #folder = mkdtempSync(join(tmpdir(), "sigillo-authority-"));

  constructor() {
    this.#certify("root", "/O=Ente di Prova/CN=Radice", AUTHORITY);
  }

  /** Makes a server trust it. */
  trustOn(data: string): void {
    const folder = join(data, "trust");
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(this.#folder, "root.pem"), join(folder, "prova.pem"));
  }

  /** A person with a certificate. Without `isShortLived`, nothing tells whether it was revoked. */
  certify(name: string, code: string, isShortLived: boolean): void {
    const subject = `/C=IT/SN=Prova/GN=${name}/CN=${name} Prova/serialNumber=TINIT-${code}`;
    this.#certify(name, subject, PERSON + (isShortLived ? SHORT_LIVED : ""), "root");
  }

  /** A p7m (CAdES) with this content, signed by a person. */
  sign(name: string, content: Buffer): Buffer {
    writeFileSync(join(this.#folder, "content"), content);
    const key = ["-signer", `${name}.pem`, "-inkey", `${name}.key`];
    this.#openssl(["cms", "-sign", "-cades", "-binary", "-nodetach", "-outform", "DER", ...key, "-in", "content", "-out", "signed"]);
    return readFileSync(join(this.#folder, "signed"));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #certify(name: string, subject: string, extensions: string, issuer?: string): void {
    writeFileSync(join(this.#folder, "extensions"), `authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n${extensions}`);
    this.#openssl(["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", `${name}.key`]);
    this.#openssl(["req", "-new", "-utf8", "-key", `${name}.key`, "-out", `${name}.csr`, "-subj", subject]);
    const by = issuer ? ["-CA", `${issuer}.pem`, "-CAkey", `${issuer}.key`, "-CAcreateserial"] : ["-signkey", `${name}.key`];
    const made = ["-in", `${name}.csr`, "-out", `${name}.pem`, "-days", "3650", "-extfile", "extensions"];
    this.#openssl(["x509", "-req", ...made, ...by]);
  }

  #openssl(args: string[]): void {
    execFileSync("openssl", args, { cwd: this.#folder, stdio: "pipe" });
  }
}
