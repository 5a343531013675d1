import type { ItemRecord, RecordValue } from "./record.ts";
import { attributes, escapeXml } from "./xml-text.ts";

/** What becomes of one value of Dublin Core: an element, and within which other one it stands. */
type Place = readonly [within: "" | "originInfo" | "physical", element: string];
type Rule = (text: string, value: RecordValue, qualifier: string) => Place;

const alone = (element: string): Place => ["", element];

const languageOf = ({ metadata }: RecordValue) => ({
  "xml:lang": metadata?.language?.replace("_", "-") ?? null,
});

/** An element with the text of a value, and what is known of it. */
const leaf =
  (
    name: string,
    more: (qualifier: string) => Record<string, string | null> = () => ({}),
  ): Rule =>
  (text, value, qualifier) =>
    alone(
      `<${name}${attributes({ ...more(qualifier), ...languageOf(value) })}>${text}</${name}>`,
    );

/** An element around one with the text of a value. */
const nested =
  (
    outer: string,
    inner: string,
    more: Readonly<Record<string, string | null>> = {},
  ): Rule =>
  (text, value) =>
    alone(
      `<${outer}${attributes({ ...more, ...languageOf(value) })}><${inner}>${text}</${inner}></${outer}>`,
    );

const date =
  (name: string): Rule =>
  (text) => ["originInfo", `<${name} encoding="w3cdtf">${text}</${name}>`];

const physical =
  (name: string): Rule =>
  (text) => ["physical", `<${name}>${text}</${name}>`];

const typed = (qualifier: string) => ({
  type: qualifier === "" ? null : qualifier,
});

const named: Rule = (text, _value, qualifier) =>
  alone(
    `<name><namePart>${text}</namePart><role><roleTerm type="text">${escapeXml(qualifier === "" ? "contributor" : qualifier)}</roleTerm></role></name>`,
  );

/** A related thing is named by its address where it has one. */
const related =
  (type: string | null): Rule =>
  (text) =>
    alone(
      `<relatedItem${attributes({ type })}>${
        /^[a-z][a-z0-9+.-]*:\S+$/i.test(text)
          ? `<identifier type="uri">${text}</identifier>`
          : `<titleInfo><title>${text}</title></titleInfo>`
      }</relatedItem>`,
    );

/** By `element.qualifier`, or by `element` for every other qualifier. */
const rules = new Map<string, Rule>(
  Object.entries({
    title: nested("titleInfo", "title"),
    "title.alternative": nested("titleInfo", "title", { type: "alternative" }),
    creator: (text, value) => named(text, value, "creator"),
    contributor: named,
    "date.issued": date("dateIssued"),
    "date.created": date("dateCreated"),
    "date.copyright": date("copyrightDate"),
    date: date("dateOther"),
    publisher: (text, value) => [
      "originInfo",
      `<publisher${attributes(languageOf(value))}>${text}</publisher>`,
    ],
    identifier: leaf("identifier", typed),
    "description.abstract": leaf("abstract"),
    "description.tableofcontents": leaf("tableOfContents"),
    description: leaf("note", typed),
    // DSpace writes the tags of languages with a line below.
    language: (text) =>
      alone(
        `<language><languageTerm type="code" authority="rfc5646">${text.replace("_", "-")}</languageTerm></language>`,
      ),
    "subject.ddc": leaf("classification", () => ({ authority: "ddc" })),
    "subject.lcc": leaf("classification", () => ({ authority: "lcc" })),
    "subject.lcsh": nested("subject", "topic", { authority: "lcsh" }),
    "subject.mesh": nested("subject", "topic", { authority: "mesh" }),
    subject: nested("subject", "topic"),
    "coverage.temporal": nested("subject", "temporal"),
    coverage: nested("subject", "geographic"),
    type: leaf("genre"),
    "format.extent": physical("extent"),
    "format.mimetype": physical("internetMediaType"),
    "format.medium": physical("form"),
    format: physical("note"),
    "relation.ispartof": related("host"),
    "relation.ispartofseries": related("series"),
    "relation.haspart": related("constituent"),
    "relation.isversionof": related("otherVersion"),
    "relation.hasversion": related("otherVersion"),
    "relation.isformatof": related("otherFormat"),
    "relation.replaces": related("preceding"),
    "relation.isreplacedby": related("succeeding"),
    "relation.isreferencedby": related("isReferencedBy"),
    "relation.references": related("references"),
    relation: related(null),
    source: related("original"),
    rights: leaf("accessCondition", () => ({ type: "use and reproduction" })),
  } satisfies Record<string, Rule>),
);

/** When it came and went through the repository says nothing of the thing itself. */
const left = new Set(["date.accessioned", "date.available"]);

/** MODS 3.7 of what an item says in Dublin Core; without the declaration of XML. */
export function mods({ item, values }: ItemRecord): string {
  const own: string[] = [];
  const originInfo: string[] = [];
  const physicalDescription: string[] = [];
  for (const value of values) {
    const { metadata } = value;
    if (metadata?.schema !== "dc") continue;
    const qualifier = metadata.qualifier ?? "";
    const name = `${metadata.element}.${qualifier}`;
    const rule = rules.get(name) ?? rules.get(metadata.element);
    if (rule === undefined || left.has(name)) continue;
    const [within, element] = rule(escapeXml(value.value), value, qualifier);
    if (within === "originInfo") originInfo.push(element);
    else if (within === "physical") physicalDescription.push(element);
    else own.push(element);
  }
  const group = (name: string, inner: readonly string[]) =>
    inner.length === 0 ? [] : [`<${name}>${inner.join("")}</${name}>`];
  const lines = [
    ...own,
    ...group("originInfo", originInfo),
    ...group("physicalDescription", physicalDescription),
    `<recordInfo><recordChangeDate encoding="w3cdtf">${new Date(item.lastModified).toISOString()}</recordChangeDate><recordIdentifier>${item.uuid}</recordIdentifier></recordInfo>`,
  ];
  return `<mods xmlns="http://www.loc.gov/mods/v3" version="3.7">\n${lines.join("\n")}\n</mods>\n`;
}
