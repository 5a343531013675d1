// Writes sample/: an invented coast with its lighthouses and tide gauges. The same bytes on every run.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { sampleItems } from "./sample-items.ts";

const folder = join(import.meta.dirname, "../sample");
const made: string[] = [];

function write(name: string, content: string | Uint8Array): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  made.push(name);
}

/** Numbers between 0 and 1 that look random and are the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Height of the water in metres, hourly, from the two main constituents of the tide and a little weather. */
function tide(seed: number, hours: number): number[] {
  const next = numbers(seed);
  const moon = 1.1 + next() * 0.8;
  const sun = moon * 0.35;
  const late = next() * 6;
  let weather = 0;
  return Array.from({ length: hours }, (_, hour) => {
    weather = weather * 0.97 + (next() - 0.5) * 0.06;
    const angle = 2 * Math.PI * (hour + late);
    return (
      moon * Math.cos(angle / 12.42) +
      sun * Math.cos(angle / 12) +
      weather +
      2.4
    );
  });
}

function tideTable(seed: number, start: string, hours: number): string {
  const first = Date.parse(`${start}T00:00:00Z`);
  const rows = tide(seed, hours).map((height, hour) => {
    const time = new Date(first + hour * 3_600_000).toISOString().slice(0, 16);
    return `${time}Z,${height.toFixed(2)}`;
  });
  return ["time,height_m", ...rows, ""].join("\n");
}

/** A PNG of one byte per pixel with a palette of four colours: paper, grid, water, line. */
function tidePicture(seed: number): Uint8Array {
  const width = 640;
  const height = 240;
  const heights = tide(seed, width / 2);
  const pixels = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const level = height - 20 - ((heights[x >> 1] ?? 0) / 5) * (height - 40);
      const colour =
        Math.abs(y - level) < 2
          ? 3
          : y > level
            ? 2
            : x % 48 === 0 || y % 40 === 0
              ? 1
              : 0;
      pixels[y * (width + 1) + 1 + x] = colour;
    }
  }
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const whole = Buffer.alloc(body.length + 8);
    whole.writeUInt32BE(data.length, 0);
    body.copy(whole, 4);
    whole.writeUInt32BE(crc32(body), body.length + 4);
    return whole;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.from("fbfaf6dfe4e2b9d8dd1d5a66", "hex");
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(pixels, { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** A PDF of one page: a heading and lines of text, in one of the fonts that every reader has. */
function letter(heading: string, lines: readonly string[]): Uint8Array {
  const text = (value: string): string =>
    `(${value.replace(/[\\()]/g, "\\$&")})`;
  const content = [
    "BT /F1 18 Tf 72 760 Td",
    `${text(heading)} Tj`,
    "/F1 11 Tf 0 -14 Td 16 TL",
    ...lines.map((line) => `T* ${text(line)} Tj`),
    "ET",
  ].join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  file += offsets
    .map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`)
    .join("");
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  // WinAnsi is Latin-1 for every letter used here.
  return Buffer.from(file, "latin1");
}

/** A drawing of a lighthouse with as many bands as asked for. */
function drawing(title: string, bands: number, colour: string): string {
  const tower = Array.from({ length: bands }, (_, band) => {
    const top = 70 + (band * 200) / bands;
    return `  <rect x="${94 - band}" y="${top.toFixed(1)}" width="${52 + band * 2}" height="${(200 / bands).toFixed(1)}" fill="${band % 2 === 0 ? colour : "#ffffff"}" />`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 300" role="img">
  <title>${title}</title>
  <rect width="240" height="300" fill="#dfeaec" />
  <path d="M0 270h240v30H0z" fill="#8fb3ba" />
  <path d="M120 55 L10 20 V95 Z" fill="#f6e3b0" opacity="0.7" />
${tower.join("\n")}
  <rect x="100" y="44" width="40" height="26" fill="#f6e3b0" stroke="#333333" />
  <path d="M94 44h52L120 24z" fill="#333333" />
</svg>
`;
}

const cell = (value: string): string =>
  /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

rmSync(folder, { recursive: true, force: true });

const columns = [
  "filename",
  "bundle:TEXT",
  "bundle:LICENSE",
  "dc.title",
  "dc.title[en]",
  "dc.title.alternative",
  "dc.contributor.author",
  "dc.date.issued",
  "dc.type",
  "dc.language.iso",
  "dc.subject[en]",
  "dc.coverage.spatial",
  "dc.description.abstract[en]",
  "dc.rights.uri",
] as const;

for (const item of sampleItems) {
  for (const file of item.files) {
    switch (file.kind) {
      case "tide-table":
        write(file.name, tideTable(file.seed, file.start, file.days * 24));
        break;
      case "tide-picture":
        write(file.name, tidePicture(file.seed));
        break;
      case "drawing":
        write(file.name, drawing(file.title, file.bands, file.colour));
        break;
      case "letter":
        write(file.name, letter(file.heading, file.lines));
        break;
      case "text":
        write(file.name, `${file.lines.join("\n")}\n`);
        break;
    }
  }
}

const license = "licences/CC0-1.0.txt";
write(
  license,
  `The files of this collection and their descriptions were made for Holdall. Places, people and readings are invented.

To the extent possible under law, the Holdall contributors have waived all copyright and related or neighbouring
rights to them, under CC0 1.0 Universal: https://creativecommons.org/publicdomain/zero/1.0/
`,
);

const rows = sampleItems.map((item) => {
  const named = (bundle: string): string =>
    item.files
      .filter((file) => (file.bundle ?? "ORIGINAL") === bundle)
      .map((file) => file.name)
      .join("||");
  const values: Record<(typeof columns)[number], string> = {
    filename: named("ORIGINAL"),
    "bundle:TEXT": named("TEXT"),
    "bundle:LICENSE": license,
    "dc.title": item.title,
    "dc.title[en]": item.titleInEnglish ?? "",
    "dc.title.alternative": item.alternative ?? "",
    "dc.contributor.author": item.authors.join("||"),
    "dc.date.issued": item.issued,
    "dc.type": item.type,
    "dc.language.iso": item.languages.join("||"),
    "dc.subject[en]": item.subjects.join("||"),
    "dc.coverage.spatial": item.place,
    "dc.description.abstract[en]": item.abstract,
    "dc.rights.uri": "https://creativecommons.org/publicdomain/zero/1.0/",
  };
  return columns.map((column) => cell(values[column])).join(",");
});
const table = [columns.join(","), ...rows, ""].join("\r\n");
write("metadata.csv", table);

const read = parse(table, { columns: true, bom: true });
if (read.length !== sampleItems.length)
  throw new Error("The spreadsheet does not read back.");
process.stdout.write(
  `${read.length} items, ${made.length} files in ${readdirSync(folder).length} entries\n`,
);
