import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Makes a certificate for this machine that no authority vouches for. */
export function makeCertificate(folder: string): {
  readonly keyFile: string;
  readonly certificateFile: string;
  readonly fingerprint: string;
} {
  const keyFile = join(folder, "tls-key.pem");
  const certificateFile = join(folder, "tls-certificate.pem");
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-nodes", "-newkey", "ec"],
      ...["-pkeyopt", "ec_paramgen_curve:prime256v1"],
      ...["-keyout", keyFile, "-out", certificateFile],
      ...["-days", "2", "-subj", "/CN=holdall.invalid"],
    ],
    { stdio: "ignore" },
  );
  return {
    keyFile,
    certificateFile,
    fingerprint: new X509Certificate(readFileSync(certificateFile))
      .fingerprint256,
  };
}

/** A password as servers keep it. @param form option of `openssl passwd` */
export function hashPassword(password: string, form: "-6" | "-apr1"): string {
  return execFileSync("openssl", ["passwd", form, "-stdin"], {
    input: password,
    encoding: "utf8",
  }).trim();
}
