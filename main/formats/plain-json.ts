/** The keywords of JSON schemas that a plain form can be made of. */
interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, object>>;
  readonly patternProperties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[] | undefined;
  readonly items?: object;
  readonly anyOf?: readonly object[];
  readonly const?: string | number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minLength?: number;
}

// The loop over what is written as it is stands alone, which takes two thirds of the time of a loop with a choice in it.
const asItIs = String.raw`[^"\\\0-\x1f]*`;
const escaped = String.raw`\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})`;
const characters = `${asItIs}(?:${escaped}${asItIs})*`;
const string = `"${characters}"`;
/** Not so long that it would not be a whole number any more. */
const positive = String.raw`[1-9]\d{0,14}`;

/**
 * A regular expression for documents of a schema that are written without blanks, with the fields of each object in the
 * order of the schema and no others. What it fits is JSON and fits the schema, and needs no parser and no validator,
 * which take several times as long; of what it does not fit, nothing is known.
 * @param schema the JSON schema of objects, of which each has to have some field, lists, strings and numbers
 * @param after what follows a document, as part of a regular expression
 * @throws Error when the schema says something that cannot be told this way
 */
export function plainJson(schema: Shape, after: string): RegExp {
  return new RegExp(`^${formOf(schema)}${after}$`);
}

function formOf(schema: Shape): string {
  if (schema.anyOf !== undefined)
    return `(?:${schema.anyOf.map(formOf).join("|")})`;
  if (schema.const !== undefined) return literally(schema.const);
  switch (schema.type) {
    case "object":
      return objectForm(schema);
    case "array":
      return listForm(schema.items);
    case "string":
      return stringForm(schema);
    case "integer":
      return integerForm(schema);
    case "boolean":
      return "(?:true|false)";
    case "null":
      return "null";
    default:
      throw unknown(schema);
  }
}

function objectForm(schema: Shape): string {
  const { properties, patternProperties, required = [] } = schema;
  if (patternProperties !== undefined) {
    // What a name must be like is not asked: a value of the right form is right under any.
    const [value, other] = Object.values(patternProperties);
    if (value === undefined || other !== undefined || properties !== undefined)
      throw unknown(schema);
    return String.raw`\{${severalOf(`${string}:${formOf(value)}`)}\}`;
  }
  const fields = Object.entries(properties ?? {});
  const first = fields.findIndex(([name]) => required.includes(name));
  if (first < 0) throw unknown(schema);
  const forms = fields.map(([name, value], at) => {
    const field = `${literally(name)}:${formOf(value)}`;
    if (at === first) return field;
    const apart = at < first ? `${field},` : `,${field}`;
    return required.includes(name) ? apart : `(?:${apart})?`;
  });
  return String.raw`\{${forms.join("")}\}`;
}

function listForm(items: object | undefined): string {
  if (items === undefined) throw unknown(items);
  return String.raw`\[${severalOf(formOf(items))}\]`;
}

function severalOf(form: string): string {
  return `(?:${form}(?:,${form})*)?`;
}

function stringForm(schema: Shape): string {
  const { pattern, minLength = 0 } = schema;
  if (pattern === undefined) {
    if (minLength > 1) throw unknown(schema);
    return minLength === 1 ? `"(?!")${characters}"` : string;
  }
  // Only of characters that JSON writes as they are.
  if (!/^\^\[[0-9a-z-]+\]\{\d+\}\$$/.test(pattern)) throw unknown(schema);
  return `"${pattern.slice(1, -1)}"`;
}

function integerForm(schema: Shape): string {
  switch (schema.minimum) {
    case undefined:
      return `(?:0|-?${positive})`;
    case 0:
      return `(?:0|${positive})`;
    case 1:
      return positive;
    default:
      throw unknown(schema);
  }
}

function literally(value: string | number): string {
  return JSON.stringify(value).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function unknown(schema: unknown): Error {
  return new Error(`no plain form of ${JSON.stringify(schema)}`);
}
