import { hash } from "node:crypto";
import type { ProcessFile } from "../../../../core/process-files.ts";
import {
  linksBelow,
  optional,
  type ResourceContext,
  type Resources,
} from "./resource-context.ts";

/** Scripts, processes and their files (dspace.md section 18). */
export function createProcessResources(
  context: ResourceContext,
): Pick<Resources, "script" | "process" | "processFile" | "processFiletypes"> {
  const { caller, link, embedded, all } = context;
  const { processes } = context.core;
  return {
    script: ({ name, description, parameters }) => ({
      fields: {
        id: name,
        name,
        description,
        parameters: parameters.map(({ ...parameter }) => parameter),
        type: "script",
      },
      links: { self: link("system", "scripts", name) },
    }),

    process(record) {
      const self = ["system", "processes", String(record.id)];
      return {
        fields: {
          processId: record.id,
          userId: record.owner,
          startTime: timeOf(record.started),
          endTime: timeOf(record.ended),
          creationTime: timeOf(record.created),
          scriptName: record.script,
          processStatus: record.status,
          parameters: record.parameters,
          type: "process",
        },
        links: {
          ...linksBelow(context, self, ["output", "files", "filetypes"]),
          script: link("system", "scripts", record.script),
        },
        embeds: {
          output: () =>
            optional(processes.output(caller, record.id), all.processFile),
          files: (size) => {
            const files = processes.files(caller, record.id);
            return {
              key: "files",
              resources: files.map(all.processFile),
              total: files.length,
              paging: embedded(size, ...self, "files"),
            };
          },
          filetypes: () => all.processFiletypes(record),
        },
      };
    },

    processFiletypes: ({ id }) => ({
      fields: {
        id: `filetypes-${String(id)}`,
        values: processes.files(caller, id).map(({ type }) => type),
        type: "filetypes",
      },
      links: { self: link("system", "processes", String(id), "filetypes") },
    }),

    processFile: (file) => ({
      fields: {
        id: file.uuid,
        uuid: file.uuid,
        name: file.name,
        handle: null,
        metadata: Object.fromEntries(
          Object.entries({
            "dc.title": file.name,
            "dspace.process.filetype": file.type,
          }).map(([name, value]) => [
            name,
            [
              {
                value,
                language: null,
                authority: null,
                confidence: -1,
                place: 0,
              },
            ],
          ]),
        ),
        bundleName: null,
        sizeBytes: file.size,
        checkSum: checkSumOf(file),
        sequenceId: 1,
        type: "bitstream",
      },
      links: linksBelow(
        context,
        ["core", "bitstreams", file.uuid],
        ["content"],
      ),
    }),
  };
}

/** MD5 as every bitstream has it (dspace.md section 12); a run that no client of DSpace has asked for may have none. */
function checkSumOf(file: ProcessFile): {
  readonly checkSumAlgorithm: "MD5" | "SHA-256";
  readonly value: string;
} {
  if (file.archive === undefined)
    return {
      checkSumAlgorithm: "MD5",
      value: hash("md5", file.text, "hex"),
    };
  const { md5, sha256 } = file.archive;
  return md5 === null
    ? { checkSumAlgorithm: "SHA-256", value: sha256 }
    : { checkSumAlgorithm: "MD5", value: md5 };
}

function timeOf(milliseconds: number | null): string | null {
  return milliseconds === null
    ? null
    : new Date(milliseconds).toISOString().replace("Z", "+00:00");
}
