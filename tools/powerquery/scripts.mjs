// Checks M scripts with Microsoft's parser and, where the symbols of the standard library are given, its language
// services: unknown names, duplicate names, numbers and types of arguments.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const parser = require("@microsoft/powerquery-parser");
const services = require("@microsoft/powerquery-language-services");
const formatter = require("@microsoft/powerquery-formatter");

const noTrace = parser.Trace.NoOpTraceManagerInstance;
const libraries = new Map();

// What a workbook adds to the standard library.
const host = [
  {
    name: "Excel.CurrentWorkbook",
    documentation: { description: "", longDescription: null },
    functionParameters: [],
    completionItemKind: 3,
    isDataSource: true,
    type: "table",
  },
];

async function library(path) {
  if (!libraries.has(path)) {
    const symbols = JSON.parse((await readFile(path, "utf8")).replace(/^\ufeff/, ""));
    let known = new Map();
    // Asked for the value of a call, the services take the type of the function; they mean the type of its result.
    const resolve = (request) => {
      const type = known.get(request.identifierLiteral)?.asPowerQueryType;
      const called = request.kind === services.ExternalType.ExternalTypeRequestKind.Invocation;
      return called && type?.returnType ? type.returnType : type;
    };
    const made = services.LibrarySymbolUtils.createLibrary([...symbols, ...host], () => new Map(), resolve);
    if (!parser.ResultUtils.isOk(made)) throw new Error("symbols of the standard library are not understood");
    known = made.value.libraryDefinitions.staticLibraryDefinitions;
    libraries.set(path, made.value);
  }
  return libraries.get(path);
}

// The services infer types only roughly: they say "unknown", "none" or "any" where they lost track, take a type given
// as argument (`type text`) for a value of it, and name a type and its nullable form alike. Only a clear contradiction
// between two types of values is told.
const vague = /to be '(?:type|any|anynonnull)', |but got '(?:unknown|none|any)'|to be '(.+)', but got '\1' instead/;

function validate(name, text, library, typeStrategy) {
  const inspectionSettings = services.InspectionUtils.inspectionSettings(
    { ...parser.DefaultSettings, traceManager: noTrace, newCorrelationId: undefined },
    { library, isWorkspaceCacheAllowed: false, typeStrategy },
  );
  const analysis = {
    inspectionSettings,
    isWorkspaceCacheAllowed: false,
    traceManager: noTrace,
    initialCorrelationId: undefined,
  };
  const checks = services.ValidationSettingsUtils.createValidationSettings(inspectionSettings, "shirube", {
    checkForDuplicateIdentifiers: true,
    checkInvokeExpressions: true,
    checkUnknownIdentifiers: true,
  });
  return services.validate(services.textDocument(name, 1, text), analysis, checks);
}

async function diagnostics(name, text, symbols) {
  const parsed = await parser.TaskUtils.tryLexParse(parser.DefaultSettings, text);
  if (parser.TaskUtils.isError(parsed)) return [{ code: "Error.Parse", place: "", message: parsed.error.message }];
  if (!symbols) return [];
  const validated = (typeStrategy) => validate(name, text, symbols, typeStrategy);
  let found = await validated(services.TypeStrategy.Extended);
  // Inferring types in full breaks on a parameter documented as in Microsoft's own example, `(type text meta […])`.
  if (parser.ResultUtils.isError(found)) found = await validated(services.TypeStrategy.Primitive);
  if (parser.ResultUtils.isError(found)) throw found.error;
  return (found.value?.diagnostics ?? [])
    .filter((one) => !(one.code === "Error.InvokeArgumentTypeMismatch" && vague.test(one.message)))
    .map((one) => ({
      code: one.code,
      place: `${one.range.start.line + 1}:${one.range.start.character + 1}`,
      message: one.message,
    }));
}

// { scripts: { name: text }, symbols?: path } -> { name: [diagnostic] }
export async function check({ scripts, symbols }) {
  const known = symbols ? await library(symbols) : undefined;
  const found = {};
  for (const [name, text] of Object.entries(scripts)) found[name] = await diagnostics(name, text, known);
  return found;
}

// { scripts: { name: text }, view: path of the second evaluator's bridge } -> { name: tree | null }
export async function trees({ scripts, view }) {
  const { astView } = require(view);
  const found = {};
  for (const [name, text] of Object.entries(scripts)) {
    const parsed = await parser.TaskUtils.tryLexParse(parser.DefaultSettings, text);
    found[name] = parser.TaskUtils.isError(parsed) ? null : astView(parsed.ast);
  }
  return found;
}

// { scripts: { name: text } } -> { name: text as the Advanced Editor lays it out }
export async function format({ scripts }) {
  const found = {};
  for (const [name, text] of Object.entries(scripts)) {
    const done = await formatter.tryFormat({ ...formatter.DefaultSettings, maxWidth: 120 }, text);
    if (parser.ResultUtils.isError(done)) throw done.error;
    found[name] = done.value;
  }
  return found;
}
