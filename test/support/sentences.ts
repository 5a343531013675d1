import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

/** A text of a source file, its values as `{name}`. */
export interface Sentence {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** What is said to whoever reads a log or a stack, to SQLite, or to whoever writes programs. */
function isForNobody(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (
      ts.isNewExpression(at) &&
      /^(?:\w+)?Error$/u.test(at.expression.getText())
    )
      return at.expression.getText() !== "AppError";
    if (
      ts.isCallExpression(at) &&
      /(?:\blog(?:ger)?\??\.\w+|\bprepare|\bexec|\.pragma|\bdescription)$/u.test(
        at.expression.getText(),
      )
    )
      return true;
    if (
      ts.isPropertyAssignment(at) &&
      /^(?:description|summary)$/u.test(at.name.getText())
    )
      return true;
    if (ts.isTypeNode(at) || ts.isImportDeclaration(at)) return true;
  }
  return false;
}

function nameOf(expression: ts.Expression): string {
  const inner = /^(?:String|JSON\.stringify)\((.*)\)$/su.exec(
    expression.getText(),
  );
  const words = (inner?.[1] ?? expression.getText())
    .replace(/\(.*$/su, "")
    .match(/[A-Za-z]\w*/gu);
  return words?.at(-1) ?? "value";
}

function isText(node: ts.Node): node is ts.Expression {
  return (
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateExpression(node) ||
    (ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
      (isText(node.left) || isText(node.right)))
  );
}

/** Every form that a text can take; what is not known before it runs is `{name}`. */
function formsOf(node: ts.Expression, names: string[]): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return [node.text];
  if (ts.isParenthesizedExpression(node))
    return formsOf(node.expression, names);
  if (
    ts.isConditionalExpression(node) &&
    isText(node.whenTrue) &&
    isText(node.whenFalse)
  )
    return [
      ...formsOf(node.whenTrue, names),
      ...formsOf(node.whenFalse, names),
    ];
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce(
      (before, span) => {
        const forms = formsOf(span.expression, names);
        return before.flatMap((text) =>
          forms.map((form) => text + form + span.literal.text),
        );
      },
      [node.head.text],
    );
  if (isText(node) && ts.isBinaryExpression(node)) {
    const after = formsOf(node.right, names);
    return formsOf(node.left, names).flatMap((text) =>
      after.map((form) => text + form),
    );
  }
  const wanted = nameOf(node);
  let name = wanted;
  for (let number = 2; names.includes(name); number += 1)
    name = `${wanted}${String(number)}`;
  names.push(name);
  return [`{${name}}`];
}

/** Every text in the sources of the main process, in each of its forms. */
export function textsOfMain(): (Sentence & { readonly forNobody: boolean })[] {
  const root = resolve(import.meta.dirname, "../../main");
  const found: (Sentence & { readonly forNobody: boolean })[] = [];
  for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    // The phrases themselves are what is looked for.
    if (!file.endsWith(".ts") || file.startsWith("domain/phrases/")) continue;
    const source = ts.createSourceFile(
      file,
      readFileSync(join(root, file), "utf8"),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (!isText(node)) {
        ts.forEachChild(node, visit);
        return;
      }
      const line =
        source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      for (const text of formsOf(node, []))
        found.push({ file, line, text, forNobody: isForNobody(node) });
      // What is said within a value of it: the parts of a list, say.
      if (ts.isTemplateExpression(node))
        for (const span of node.templateSpans)
          if (!isText(span.expression)) ts.forEachChild(span.expression, visit);
    };
    visit(source);
  }
  return found;
}
