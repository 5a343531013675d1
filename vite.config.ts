import { builtinModules } from "node:module";
import { resolve } from "node:path";
import vue from "@vitejs/plugin-vue";
import type { EnvironmentOptions, Plugin } from "vite";
import { createBuilder, defineConfig } from "vite";
import vuetify from "vite-plugin-vuetify";
import { noteParts, writeParts } from "./scripts/bundled-parts.ts";
import packageFile from "./package.json" with { type: "json" };

/** What Node or Electron brings, and the native modules that cannot be part of a bundle. */
const external = [
  "electron",
  ...builtinModules,
  ...builtinModules.map((name) => `node:${name}`),
  ...Object.keys(packageFile.dependencies),
];

/** Every program of the main process: its name in dist/main, and where it starts. */
const programs = {
  index: "main/index.ts",
  cli: "main/cli.ts",
  "job.worker": "main/jobs/job.worker.ts",
  "pack.worker": "main/jobs/pack.worker.ts",
  "read-back.worker": "main/jobs/read-back.worker.ts",
  "ingest.worker": "main/jobs/ingest.worker.ts",
  "removal.worker": "main/jobs/removal.worker.ts",
  "search.worker": "main/jobs/search.worker.ts",
  "prepare.worker": "main/jobs/prepare.worker.ts",
  "deliver.worker": "main/jobs/deliver.worker.ts",
  "preflight.worker": "main/jobs/preflight.worker.ts",
  "question.worker": "main/jobs/question.worker.ts",
};

const here = import.meta.dirname;

const node: EnvironmentOptions = {
  consumer: "server",
  resolve: { noExternal: true, external },
  build: {
    target: "node24",
    ssr: true,
    minify: false,
    sourcemap: true,
    emptyOutDir: true,
    // The page's files belong to the page alone.
    copyPublicDir: false,
  },
};

const main: EnvironmentOptions = {
  ...node,
  build: {
    ...node.build,
    outDir: resolve(here, "dist/main"),
    rolldownOptions: {
      input: Object.fromEntries(
        Object.entries(programs).map(([name, file]) => [
          name,
          resolve(here, file),
        ]),
      ),
      external,
      output: {
        format: "esm",
        entryFileNames: "[name].js",
        // Beside the programs, so that a relative address means the same in a chunk as in a program.
        chunkFileNames: "[name]-[hash].js",
      },
    },
  },
};

const preload: EnvironmentOptions = {
  ...node,
  build: {
    ...node.build,
    outDir: resolve(here, "dist/preload"),
    rolldownOptions: {
      input: resolve(here, "preload/index.ts"),
      external,
      // A sandboxed preload must be one CommonJS file.
      output: {
        format: "cjs",
        entryFileNames: "index.cjs",
        codeSplitting: false,
      },
    },
  },
};

const client: EnvironmentOptions = {
  build: {
    // The Chromium of the Electron in package.json, and evergreen browsers of the last two years.
    target: ["chrome128", "firefox128", "safari18"],
    outDir: resolve(here, "dist/renderer"),
    emptyOutDir: true,
    // A data: URL would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    // The preload polyfill is an inline script, which the policy forbids.
    modulePreload: { polyfill: false },
    sourcemap: true,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: resolve(here, "renderer/index.html") },
  },
};

/** While the page is served for development, keeps dist/main and dist/preload up to date. */
function rebuildMainWhileServing(): Plugin {
  return {
    name: "holdall:rebuild-main-while-serving",
    apply: "serve",
    async configureServer(server) {
      const builder = await createBuilder({
        configFile: resolve(here, "vite.config.ts"),
        logLevel: "warn",
        build: { watch: {} },
      });
      for (const name of ["main", "preload"]) {
        const environment = builder.environments[name];
        if (environment === undefined)
          throw new Error(`There is no environment ${name}.`);
        await builder.build(environment);
      }
      server.config.logger.info(
        "  main and preload are rebuilt into dist/ on every change",
      );
    },
  };
}

/**
 * ssh2 looks for parts that somebody may have compiled on this machine, and does the same in JavaScript without them. A
 * bundle must be the same wherever it is made, so it looks for something that is nowhere. Two of its files ask for their own
 * folder, which a module does not know: one for what it has in itself, one for a program of Windows that is not used here.
 */
function bundleSsh(): Plugin {
  return {
    name: "holdall:bundle-ssh",
    enforce: "pre",
    resolveId: {
      filter: { id: /^cpu-features$|\/sshcrypto\.node$/ },
      handler: () => ({
        id: "holdall-leaves-out-compiled-parts",
        external: true,
      }),
    },
    transform: {
      filter: { id: /\/ssh2\/lib\/(agent|protocol\/crypto\/poly1305)\.js$/ },
      handler: (code) => ({
        code: code.replaceAll("__dirname", '""'),
        map: { mappings: "" },
      }),
    },
  };
}

export default defineConfig({
  root: "renderer",
  base: "./",
  // Replaced by the server of the page in each reply: main/page/page-policy.ts.
  html: { cspNonce: "__HOLDALL_NONCE__" },
  plugins: [
    vue(),
    vuetify(),
    bundleSsh(),
    noteParts(here),
    rebuildMainWhileServing(),
  ],
  define: {
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_I18N_LEGACY_API__: "false",
    __VUE_I18N_FULL_INSTALL__: "false",
  },
  environments: { client, main, preload },
  builder: {
    async buildApp(builder) {
      await Promise.all(
        Object.values(builder.environments)
          .filter((environment) => environment.name !== "ssr")
          .map((environment) => builder.build(environment)),
      );
      await writeParts(here);
    },
  },
});
