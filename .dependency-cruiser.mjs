// Who may import whom. Type imports count. Each ban says which file to use instead.

/** @type {(name: string, comment: string, from: object, to: object) => object} */
const forbid = (name, comment, from, to) => ({
  name,
  severity: "error",
  comment,
  from,
  to,
});

const ours = "^(main|preload|renderer)/";
/** Working files of one run that are SQLite files too, because they outgrow memory. They hold nothing of the catalog. */
const workingFiles =
  "^main/(jobs/(export-plan|package-listing|plan-changes|run-memory|runs-with-item|compare-runs|compare-with-manifest)|sources/saf/folder-spool|sources/bagit/promised-sums|sources/(?:xml/)?package-files|sources/csv/file-finder|formats/(path-spool|html/(site-spool|follow-site)))\\.ts$";
const kinds = "formats|packers|transports|sources|archives";

/** @type {import("dependency-cruiser").IConfiguration} */
const config = {
  forbidden: [
    forbid(
      "no-cycle",
      "Two files that need each other are one file, or lack a third that both use.",
      {},
      {
        circular: true,
      },
    ),
    forbid(
      "no-unresolvable",
      "The import leads nowhere.",
      {},
      { couldNotResolve: true },
    ),
    forbid(
      "no-undeclared-package",
      "Name the package in package.json.",
      {},
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    ),
    forbid(
      "domain-is-the-centre",
      "domain imports nothing but itself and typebox. Pass the rest in as an argument.",
      { path: "^main/domain/" },
      { pathNot: "^main/domain/|(^|/)node_modules/typebox/" },
    ),
    forbid(
      "core-declares-ports",
      "core imports domain only. Declare a port in core and implement it in store, jobs, vault or sources.",
      { path: "^main/core/" },
      { path: ours, pathNot: "^main/(core|domain)/|^preload/contract\\.ts$" },
    ),
    forbid(
      "commands-ask-core",
      "commands import core and domain. What a command needs is declared in core and put together in compose.ts.",
      { path: "^main/commands/" },
      {
        path: ours,
        pathNot: "^main/(commands|core|domain)/|^preload/contract\\.ts$",
      },
    ),
    forbid(
      "archives-is-a-leaf",
      "archives imports domain only: it reads archives and knows nothing of what is in them.",
      { path: "^main/archives/" },
      { path: ours, pathNot: "^main/(archives|domain)/" },
    ),
    forbid(
      "kinds-import-only-domain",
      "formats, packers and transports import domain only; the worker and compose.ts bring them together.",
      { path: "^main/(formats|packers|transports)/" },
      { path: ours, pathNot: "^main/($1|domain)/" },
    ),
    forbid(
      "sources-import-domain-and-archives",
      "sources import domain, and archives for reading archives. What a source needs of core comes as an argument.",
      { path: "^main/sources/" },
      { path: ours, pathNot: "^main/(sources|domain|archives)/" },
    ),
    forbid(
      "siblings-never-meet",
      "A member of a kind never imports another. What both need belongs to the folder above them.",
      { path: `^main/(${kinds})/([^/]+)/` },
      { path: "^main/$1/[^/]+/", pathNot: "^main/$1/$2/" },
    ),
    forbid(
      "members-see-the-contract",
      "A member imports the contract of its kind, not the list: index.ts imports the members.",
      { path: `^main/(${kinds})/[^/]+/` },
      { path: "^main/$1/index\\.ts$" },
    ),
    forbid(
      "dialects-never-meet",
      "A dialect never imports another. What both need belongs to main/api/.",
      { path: "^main/api/dialects/([^/]+)/" },
      { path: "^main/api/dialects/", pathNot: "^main/api/dialects/$1/" },
    ),
    forbid(
      "views-never-meet",
      "A view never imports another. What both need belongs to renderer/components/ or renderer/stores/.",
      { path: "^renderer/views/([^/]+)/" },
      { path: "^renderer/views/[^/]+/", pathNot: "^renderer/views/$1/" },
    ),
    forbid(
      "doors-ask-commands",
      "api and desktop ask commands and core. They never reach into store, jobs or the kinds.",
      { path: "^main/(api|desktop)/" },
      {
        path: ours,
        pathNot:
          "^main/($1|commands|core|domain|page)/|^preload/contract\\.ts$",
      },
    ),
    forbid(
      "page-is-a-leaf",
      "page finds the built page's files and says what it may do. It imports nothing of ours.",
      { path: "^main/page/" },
      { path: ours, pathNot: "^main/page/" },
    ),
    forbid(
      "store-implements-ports",
      "store imports core, domain and archives. It knows nothing of runs, doors and packages.",
      { path: "^main/store/" },
      { path: ours, pathNot: "^main/(store|core|domain|archives)/" },
    ),
    forbid(
      "vault-implements-ports",
      "vault imports core and domain.",
      { path: "^main/vault/" },
      { path: ours, pathNot: "^main/(vault|core|domain)/" },
    ),
    forbid(
      "jobs-stay-inside",
      "jobs import core, domain, store, archives and the kinds. They never import commands, doors or compose.ts.",
      { path: "^main/jobs/" },
      {
        path: ours,
        pathNot: `^main/(jobs|core|domain|store|vault|config\\.ts|${kinds})`,
      },
    ),
    forbid(
      "only-entries-compose",
      "compose.ts is called by index.ts and cli.ts. Take what you need as an argument.",
      { path: ours, pathNot: "^main/(index|cli)\\.ts$|^main/cli/" },
      { path: "^main/compose\\.ts$" },
    ),
    forbid(
      "entries-are-ends",
      "Nothing imports an entry.",
      { path: ours },
      {
        path: "^main/(index|cli)\\.ts$|\\.worker\\.ts$|^preload/index\\.ts$|^renderer/main\\.ts$",
      },
    ),
    forbid(
      "electron-at-the-edge",
      "Electron belongs to main/index.ts, main/desktop/ and preload/index.ts.",
      {
        path: ours,
        pathNot: "^(main/index\\.ts|main/desktop/|preload/index\\.ts)",
      },
      { path: "^electron$|(^|/)node_modules/electron/" },
    ),
    forbid(
      "sql-in-store",
      "The catalog's SQL is in main/store/. A working file of one run is named in this file, above.",
      { path: ours, pathNot: ["^main/store/", workingFiles] },
      { path: "node_modules/better-sqlite3/" },
    ),
    forbid(
      "keychain-in-vault",
      "Secrets go through main/vault/.",
      { path: ours, pathNot: "^main/vault/" },
      { path: "node_modules/keytar/" },
    ),
    forbid(
      "page-sees-contract-and-domain",
      "The page asks through renderer/bridge.ts; from the rest it may see preload/contract.ts and main/domain/.",
      { path: "^renderer/" },
      {
        path: "^(main|preload)/",
        pathNot: "^(main/domain/|preload/contract\\.ts$)",
      },
    ),
    forbid(
      "page-without-node",
      "The page has no Node. Ask for it with a command.",
      { path: "^renderer/" },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "contract-is-types",
      "preload/contract.ts and preload/index.ts see main/domain/ and each other.",
      { path: "^preload/" },
      { path: "^(main|renderer)/", pathNot: "^main/domain/" },
    ),
    forbid(
      "main-without-page",
      "main never imports the page, and of the preload only the contract.",
      { path: "^main/" },
      { path: "^(renderer/|preload/index\\.ts$)" },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    // Resolves like the compiler and the bundler do.
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".vue", ".js", ".mjs", ".cjs", ".d.ts"],
    },
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.base.json" },
  },
};

export default config;
