import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { freePort } from "./cutting-proxy.ts";
import { hashPassword, makeCertificate } from "./make-certificate.ts";
import { startDaemon } from "./start-daemon.ts";

/** ProFTPD with one login, which speaks FTP, FTP over TLS, and SFTP with a password. */
export async function startProftpd(scratch: string) {
  const folder = join(scratch, "received");
  mkdirSync(folder);
  const { uid, gid, username } = userInfo();
  const group = execFileSync("id", ["-gn"], { encoding: "utf8" }).trim();
  const login = "depositor";
  const password = "ftp-pass word/ü";
  const users = join(scratch, "ftp-users");
  writeFileSync(
    users,
    `${login}:${hashPassword(password, "-6")}:${String(uid)}:${String(gid)}::${folder}:/bin/false\n`,
    { mode: 0o600 },
  );
  const hostKeyFile = join(scratch, "ftp-host-key");
  execFileSync("ssh-keygen", [
    ...["-q", "-t", "ecdsa", "-m", "PEM", "-N", "", "-f", hostKeyFile],
  ]);
  const { keyFile, certificateFile, fingerprint } = makeCertificate(scratch);
  const port = await freePort();
  const sftpPort = await freePort();
  const config = join(scratch, "proftpd.conf");
  writeFileSync(
    config,
    `
LoadModule mod_tls.c
LoadModule mod_sftp.c
ServerName test
ServerType standalone
DefaultAddress 127.0.0.1
SocketBindTight on
UseIPv6 off
UseReverseDNS off
Port ${String(port)}
User ${username}
Group ${group}
PidFile ${join(scratch, "ftp.pid")}
ScoreboardFile none
DelayEngine off
WtmpLog off
TransferLog none
SystemLog ${join(scratch, "ftp.log")}
<Global>
  AuthOrder mod_auth_file.c
  AuthUserFile ${users}
  RequireValidShell off
  RootLogin on
  AllowOverwrite on
  AllowStoreRestart on
</Global>
<IfModule mod_tls.c>
  TLSEngine on
  TLSRequired off
  TLSECCertificateFile ${certificateFile}
  TLSECCertificateKeyFile ${keyFile}
</IfModule>
<VirtualHost 127.0.0.1>
  Port ${String(sftpPort)}
  TLSEngine off
  SFTPEngine on
  SFTPHostKey ${hostKeyFile}
  SFTPAuthMethods password
</VirtualHost>
`,
    { mode: 0o600 },
  );
  const daemon = await startDaemon(
    "/usr/sbin/proftpd",
    ["--nodaemon", "--quiet", "--config", config],
    port,
  );
  return {
    folder,
    port,
    sftpPort,
    login,
    password,
    /** Of the certificate, for FTP over TLS. */
    fingerprint,
    hostKeyFile: `${hostKeyFile}.pub`,
    close: daemon.close,
  };
}
