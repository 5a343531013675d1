import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export type CuttingProxy = Awaited<ReturnType<typeof startCuttingProxy>>;

/**
 * Passes connections on to a port of this machine, and can cut them all after so many bytes to the server.
 * @param passive for FTP: passes on the connections for data, too, which the server announces
 */
export async function startCuttingProxy(port: number, passive = false) {
  const sockets = new Set<Socket>();
  const servers = new Set<ReturnType<typeof createServer>>();
  let sent = 0;
  let cutAt = Infinity;
  let stallAt = Infinity;
  let onStall = () => {};

  const cut = () => {
    cutAt = Infinity;
    for (const socket of sockets) socket.destroy();
  };

  async function listen(to: number): Promise<number> {
    const server = createServer((client) => {
      const upstream = connect(to, "127.0.0.1");
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.setNoDelay(true);
        socket.on("error", () => {});
        socket.on("close", () => {
          sockets.delete(socket);
          // Who was kept waiting has given up.
          if (sent >= stallAt) stallAt = Infinity;
          // What is already on its way is to arrive, as it does on a real line.
          client.end();
          upstream.end();
        });
      }
      client.on("data", (chunk) => {
        sent += chunk.length;
        if (sent >= cutAt) {
          cut();
          return;
        }
        if (sent >= stallAt) {
          // Swallowed: a socket that is not read would not notice its end either.
          onStall();
          return;
        }
        if (!upstream.write(chunk)) {
          client.pause();
          upstream.once("drain", () => client.resume());
        }
      });
      client.on("end", () => upstream.end());
      upstream.on("end", () => client.end());
      if (!passive || to !== port) {
        upstream.on("data", (chunk) => client.write(chunk));
        return;
      }
      upstream.on("data", (chunk) => {
        const text = chunk.toString("latin1");
        const announced = /^229 .*\(\|\|\|(\d+)\|\)/m.exec(text)?.[1];
        if (announced === undefined) client.write(chunk);
        else {
          void listen(Number(announced)).then((own) =>
            client.write(text.replace(announced, String(own)), "latin1"),
          );
        }
      });
    });
    servers.add(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  return {
    port: await listen(port),
    line: {
      cutAfter(bytes: number) {
        cutAt = sent + bytes;
      },
      stallAfter(bytes: number, stalled = () => {}) {
        stallAt = sent + bytes;
        onStall = stalled;
      },
      sent: () => sent,
    },
    close() {
      for (const socket of sockets) socket.destroy();
      for (const server of servers) server.close();
    },
  };
}

/** A port of this machine that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
