import type { Page } from "playwright-core";
import type { Run } from "../../main/domain/run.ts";
import { dropFiles } from "./open-window.ts";
import {
  someAccounts,
  someAudit,
  someDefinitionRuns,
  someDefinitions,
  someDeliveries,
  someSources,
} from "./some-plans.ts";
import { someProblems, someRuns } from "./some-runs.ts";
import type { StubOptions } from "./stub-application.ts";

/** Every view in every state worth seeing: how to get there, and what is there then. */
export interface Scene {
  readonly name: string;
  readonly stub: StubOptions;
  readonly at?: string;
  prepare(page: Page): Promise<void>;
}

const full: StubOptions = { items: 54 };
const runs: readonly Run[] = someRuns;
const planned: StubOptions = {
  items: 54,
  runs,
  definitions: someDefinitions,
  definitionRuns: someDefinitionRuns,
  deliveries: someDeliveries,
  accounts: someAccounts,
  audit: someAudit,
  sources: someSources,
};

/** Adds a target to the first saved export, and opens its form. */
async function addTarget(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^(Add a target|Ziel hinzufügen)$/u })
    .click();
  await page.getByLabel(/^(Folder|Ordner)$/u).fill("/media/nas/exports");
  await page
    .getByRole("button", {
      name: /^(Test the connection|Verbindung prüfen)$/u,
    })
    .click();
  await page
    .getByText(/(A file was|wurde eine Datei) (written|geschrieben)/u)
    .waitFor();
}

export const scenes: readonly Scene[] = [
  {
    name: "first-run",
    stub: { items: 0 },
    prepare: (page) =>
      page.getByRole("heading", { level: 1, name: /empty|leer/u }).waitFor(),
  },
  {
    name: "first-run-importing",
    stub: { items: 0, steps: 2, stepTime: 2000 },
    async prepare(page) {
      await page
        .getByRole("button", {
          name: /Import the sample|Beispiel importieren/u,
        })
        .click();
      await page
        .getByText(/27 (of|von) 54/u)
        .first()
        .waitFor();
    },
  },
  {
    name: "collections",
    stub: full,
    prepare: (page) => page.getByText("byggebrev no. 2").first().waitFor(),
  },
  {
    name: "collections-item",
    stub: full,
    at: "#/?item=1001",
    async prepare(page) {
      await page.getByText("dc.description.abstract").waitFor();
      await page.getByText("Carta do faroleiro").first().click();
    },
  },
  {
    name: "item-metadata",
    stub: full,
    at: "#/?item=1001",
    async prepare(page) {
      await page.getByRole("button", { name: /^(Change|Ändern)$/u }).click();
      await page.getByText(/^(Metadata …|Metadaten …)$/u).click();
      await page
        .getByRole("dialog")
        .getByText("dc.rights.uri", { exact: true })
        .waitFor();
    },
  },
  {
    name: "item-creation",
    stub: full,
    at: "#/?in=00000000-0000-4000-8000-000000000004",
    async prepare(page) {
      await page
        .getByRole("button", {
          name: /^(Create and change|Anlegen und ändern)/u,
        })
        .click();
      await page.getByText(/^(New item|Neues Objekt) …$/u).click();
      await page
        .getByRole("dialog")
        .getByText(/(drop here|ablegen)/u)
        .waitFor();
    },
  },
  {
    name: "collections-nothing-found",
    stub: full,
    at: "#/?q=zzz",
    prepare: (page) =>
      page.getByText(/Nothing found|Nichts gefunden/u).waitFor(),
  },
  {
    name: "export-dialog",
    stub: full,
    at: "#/?q=light",
    async prepare(page) {
      await page.getByText("light ·").first().waitFor();
      await page
        .getByRole("button", { name: /^(Export|Exportieren)$/u })
        .click();
      await page.getByText(/7 (items|Objekte)/u).waitFor();
      await page.getByText("A file name cannot be used").waitFor();
    },
  },
  {
    name: "import-dialog",
    stub: full,
    async prepare(page) {
      await page.getByText("byggebrev no. 2").first().waitFor();
      await dropFiles(page, "letters 1890–1920.zip");
      await page.getByText("/home/ada/incoming/letters").waitFor();
    },
  },
  {
    name: "exports",
    stub: { items: 54, runs, problems: someProblems },
    at: "#/exports",
    async prepare(page) {
      await page
        .getByRole("button", { name: /^3 (problems|Probleme)$/u })
        .click();
      await page.getByText("bitstream.missing").waitFor();
    },
  },
  {
    name: "export-dialog-regularly",
    stub: planned,
    async prepare(page) {
      await page.getByText("byggebrev no. 2").first().waitFor();
      await page
        .getByRole("button", { name: /^(Export|Exportieren)$/u })
        .click();
      await page.getByLabel(/^(Regularly|Regelmäßig)$/u).click();
      await page.getByText(/^(The next times|Die nächsten Male):$/u).waitFor();
      await page.getByText(/^(Packing|Verpackung)$/u).click();
      await page.getByText(/^(Where to|Wohin)$/u).click();
      await addTarget(page);
    },
  },
  {
    name: "overview",
    stub: planned,
    at: "#/overview",
    prepare: (page) => page.getByText("Weekly safety copy").first().waitFor(),
  },
  {
    name: "schedules",
    stub: planned,
    at: "#/schedules?definition=31",
    async prepare(page) {
      await page
        .getByRole("button", { name: /^(History|Verlauf)$/u })
        .first()
        .click();
      await page
        .getByText(/(removed after the next|nach dem nächsten Lauf)/u)
        .waitFor();
      await page.getByLabel(/^(Keep quiet|Ruhezeiten einhalten)/u).check();
    },
  },
  {
    name: "schedules-change",
    stub: planned,
    at: "#/schedules",
    async prepare(page) {
      await page
        .getByRole("button", {
          name: /^(Change Weekly safety copy|Weekly safety copy ändern)$/u,
        })
        .click();
      await page.getByText(/^(The next times|Die nächsten Male):$/u).waitFor();
    },
  },
  {
    name: "schedules-calendar",
    stub: planned,
    at: "#/schedules",
    async prepare(page) {
      await page
        .getByRole("button", { name: /^(Calendar|Kalender)$/u })
        .click();
      await page
        .getByRole("button", { name: /^(Month after|Monat danach)$/u })
        .waitFor();
    },
  },
  {
    name: "sources",
    stub: planned,
    at: "#/sources",
    async prepare(page) {
      await page
        .getByRole("button", {
          name: /^(Test Letters from the library|Letters from the library prüfen)$/u,
        })
        .click();
      await page.getByText(/42 (were|wurden)/u).waitFor();
      await page.getByText(/^2 (problems|Probleme)$/u).click();
    },
  },
  {
    name: "sources-add",
    stub: full,
    at: "#/sources",
    async prepare(page) {
      await page
        .getByRole("button", { name: /^(Add a source|Quelle hinzufügen)$/u })
        .click();
      await page
        .getByLabel(/^(File or folder|Datei oder Ordner)$/u)
        .fill("/media/nas/letters");
      await page.getByText(/^(How it is read|Wie sie gelesen wird)$/u).click();
      await page.getByRole("button", { name: /^(Test|Prüfen)$/u }).click();
      await page.getByText(/42 (were|wurden)/u).waitFor();
    },
  },
  {
    name: "targets",
    stub: planned,
    at: "#/targets",
    prepare: addTarget,
  },
  {
    name: "activity",
    stub: planned,
    at: "#/activity",
    async prepare(page) {
      await page.getByText("Last year's letters").waitFor();
      await page.getByText(/^61[.,]2 MB$/u).waitFor();
      await page
        .getByText(
          /^library\.example\.org (does not answer|antwortet nicht)\./u,
        )
        .waitFor();
    },
  },
  {
    name: "settings",
    stub: planned,
    at: "#/settings",
    async prepare(page) {
      await page
        .getByLabel(/^(Name of the new key|Name des neuen Schlüssels)$/u)
        .fill("nightly script");
      await page
        .getByRole("button", {
          name: /^(Create a key|Schlüssel erstellen)$/u,
        })
        .click();
      await page.getByText("hk_1a2b3c4d5e6f7g8h9i0j").first().waitFor();
      await page
        .getByLabel(/^(Address of the webhook|Adresse des Webhooks)$/u)
        .fill("https://hooks.example.org/holdall");
      for (const name of [
        /^(Save the webhook|Webhook speichern)$/u,
        /^(Check now|Jetzt prüfen)$/u,
        /^(Show the latest lines|Letzte Zeilen zeigen)$/u,
        /^(Show all parts|Alle Bestandteile)/u,
      ])
        await page.getByRole("button", { name }).click();
      await page.getByRole("button", { name: /^vue/u }).click();
      await page.getByText("26b46b68ffc68ff9 is damaged").waitFor();
      await page
        .getByText(/^(The webhook answers|Der Webhook antwortet) 502\.$/u)
        .first()
        .waitFor();
    },
  },
  {
    name: "exports-details",
    stub: planned,
    at: "#/exports/8",
    prepare: (page) =>
      page
        .getByText(/library\.example\.org (does not answer|antwortet nicht)\./u)
        .waitFor(),
  },
  {
    name: "shortcuts",
    stub: full,
    async prepare(page) {
      await page.getByText("byggebrev no. 2").first().waitFor();
      await page.keyboard.press("?");
      await page.getByText(/^(Page up|Bild auf)$/u).waitFor();
    },
  },
  {
    name: "exports-none",
    stub: full,
    at: "#/exports",
    prepare: (page) =>
      page.getByText(/Nothing has been exported|Noch wurde nichts/u).waitFor(),
  },
];
