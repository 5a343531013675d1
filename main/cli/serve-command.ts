import { createServer } from "../api/server.ts";
import type { Application } from "../compose.ts";
import { takeUpInterrupted } from "./follow-run.ts";
import type { Output } from "./output.ts";

/**
 * `holdall serve`: answers until SIGTERM or SIGINT. What runs then goes on at the next start.
 * @throws AppError port.unusable
 */
export async function serveCommand(
  application: Application,
  output: Output,
): Promise<void> {
  const { api, config, context, runner } = application;
  const stopped = new Promise<string>((resolve) => {
    process.once("SIGTERM", resolve);
    process.once("SIGINT", resolve);
  });
  await application.uploads.sweep();
  await takeUpInterrupted(application, output);
  application.expectRequests();
  const server = await createServer(api, {
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    allowedOrigins: config.allowedOrigins,
    page: config.page,
    version: context.about.version,
  });
  try {
    const url = await server.listen();
    await runner.wake();
    await application.deliverer.wake();
    await application.outcomes.look();
    application.webhooks.start();
    application.updates.start();
    application.scheduler.start();
    application.rspace.start();
    api.easydbExports.resume();
    api.logger.info({ url }, "ready");
    output.result({ url, pid: process.pid });
    output.line(`Holdall answers at ${url} (stop it with Ctrl-C).`);
    const code = api.setUp.code();
    if (code !== null) {
      output.note(
        `Nobody can sign in yet: open ${url} and make the first administrator with the code ${code}.`,
      );
    }
    const signal = await stopped;
    api.logger.info({ signal }, "stopping");
  } finally {
    await server.close();
  }
}
