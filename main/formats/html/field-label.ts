const labels: Readonly<Record<string, string>> = {
  "dc.title": "Title",
  "dc.title.alternative": "Other title",
  "dc.contributor.author": "Author",
  "dc.contributor.editor": "Editor",
  "dc.contributor.advisor": "Advisor",
  "dc.contributor.illustrator": "Illustrator",
  "dc.contributor": "Contributor",
  "dc.contributor.other": "Other contributor",
  "dc.creator": "Creator",
  "dc.date": "Date",
  "dc.date.issued": "Date issued",
  "dc.date.created": "Date created",
  "dc.date.available": "Date available",
  "dc.date.accessioned": "Date accessioned",
  "dc.date.copyright": "Date of copyright",
  "dc.date.submitted": "Date submitted",
  "dc.date.updated": "Date updated",
  "dc.description": "Description",
  "dc.description.abstract": "Abstract",
  "dc.description.provenance": "Provenance",
  "dc.description.sponsorship": "Sponsorship",
  "dc.description.tableofcontents": "Table of contents",
  "dc.description.version": "Version",
  "dc.identifier": "Identifier",
  "dc.identifier.uri": "Address",
  "dc.identifier.citation": "Citation",
  "dc.identifier.doi": "DOI",
  "dc.identifier.isbn": "ISBN",
  "dc.identifier.issn": "ISSN",
  "dc.identifier.other": "Other identifier",
  "dc.language": "Language",
  "dc.language.iso": "Language",
  "dc.publisher": "Publisher",
  "dc.relation.ispartof": "Part of",
  "dc.relation.ispartofseries": "Series",
  "dc.rights": "Rights",
  "dc.rights.uri": "Licence",
  "dc.rights.holder": "Rights holder",
  "dc.source": "Source",
  "dc.subject": "Subject",
  "dc.subject.other": "Other subject",
  "dc.type": "Type",
  "dc.format": "Format",
  "dc.format.extent": "Extent",
  "dc.format.medium": "Medium",
  "dc.format.mimetype": "MIME type",
  "dc.coverage.spatial": "Place",
  "dc.coverage.temporal": "Period",
  "dspace.entity.type": "Kind of entity",
};

/** What people call a metadata field (`dc.contributor.author`): its usual name, or one made of its parts. */
export function fieldLabel(field: string): string {
  const known = labels[field];
  if (known !== undefined) return known;
  const [, element = field, ...qualifiers] = field.split(".");
  const [first, ...rest] = [element, ...qualifiers].map(words);
  const label = first ?? field;
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}${rest.map((part) => ` – ${part}`).join("")}`;
}

/** `bibliographicCitation` as `bibliographic citation`. */
function words(name: string): string {
  return name
    .replace(
      /([\p{Ll}\d])(\p{Lu})(?=\p{Ll})/gu,
      (_, end: string, start: string) => `${end} ${start.toLowerCase()}`,
    )
    .replace(/[_-]+/g, " ");
}
