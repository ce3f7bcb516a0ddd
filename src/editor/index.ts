/** What editors ask of a project: the language server, the extension, the studio page and the playground import this and nothing below it. */
export * from './api.ts';
export { SourceLanguage } from './source-language.ts';
export { Workspace } from './workspace.ts';
