/** What every part of the server works with. */
import { type ClientCapabilities, type Connection, ErrorCodes, LSPErrorCodes, type CancellationToken, ResponseError, type TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location as EditorLocation } from '../editor/index.ts';
import type { Span } from '../dsl/source.ts';
import { rangeOf, type Range } from './ranges.ts';
import type { OpenProject } from './open-project.ts';
import { Projects, type Place } from './projects.ts';
import { LastingScratch } from '../runtime/store/scratch.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

/** A document that was asked about. */
export interface Asked extends Place {
  readonly document: TextDocument;
}

export class Session {
  readonly projects = new Projects();
  /** Where open documents belong, found once: what marks a root may come and go. */
  private readonly places = new Map<string, Place>();
  capabilities: ClientCapabilities = {};
  settings: Settings = DEFAULT_SETTINGS;
  /** After `shutdown` nothing is answered any more. */
  isShutDown = false;
  /** Aborted when the conversation is over, whoever ended it: what runs for the client ends with it. */
  readonly ended = new AbortController();
  /** Where texts lie that the client is to show. */
  readonly texts = new LastingScratch();

  constructor(readonly connection: Connection, readonly documents: TextDocuments<TextDocument>) {}

  /** Puts the text of a document that is open in its place. */
  opened({ uri, languageId }: TextDocument): void {
    const place = this.places.get(uri) ?? this.projects.place(uri, languageId);
    if (place === null) return;
    this.places.set(uri, place);
    const document = this.documents.get(uri);
    if (document !== undefined) place.project.setText(place.path, place.kind, document.getText());
  }

  closed(uri: string): void {
    const place = this.places.get(uri);
    place?.project.setText(place.path, place.kind, null);
    this.places.delete(uri);
  }

  /** Finds the projects anew, for every document that is open. */
  restart(): void {
    this.places.clear();
    this.projects.clear();
    for (const document of this.documents.all()) this.opened(document);
  }

  /** The document that a request is about; null for one of another language, or one that is nowhere. */
  asked(uri: string): Asked | null {
    const open = this.documents.get(uri);
    const place = this.places.get(uri) ?? this.projects.place(uri, open?.languageId ?? null);
    const document = place === null ? null : (open ?? place.project.document(place.path));
    return place === null || document === null ? null : { ...place, document };
  }

  /** A place in a file as the protocol has it; null if the file is gone. */
  locationOf(project: OpenProject, { path, span }: EditorLocation): { readonly uri: string; readonly range: Range } | null {
    const range = this.rangeIn(project, path, span);
    return range === null ? null : { uri: this.projects.uriOf(project, path), range };
  }

  rangeIn(project: OpenProject, path: string, span: Span): Range | null {
    const document = project.document(path);
    return document === null ? null : rangeOf(document, span);
  }

  /** Tells the client's log of a defect: no text may end the server. */
  report(what: string, error: unknown): void {
    this.connection.console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  /** Wraps the answer to a request: requests that were taken back are not answered, and what goes wrong is logged and answered with nothing. */
  answering<P, R>(what: string, otherwise: R, answer: (parameters: P, token: CancellationToken) => R | Promise<R>): (parameters: P, token: CancellationToken) => Promise<R | ResponseError> {
    return async (parameters, token) => {
      // Lets the client's word that it needs no answer come in first.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.isShutDown) return new ResponseError(ErrorCodes.InvalidRequest, `${what} after shutdown`);
      if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, `${what} was cancelled`);
      try {
        return await answer(parameters, token);
      } catch (error) {
        if (error instanceof ResponseError) return new ResponseError(error.code, error.message);
        this.report(what, error);
        return otherwise;
      }
    };
  }
}

/** Answers a request with a sentence that the user reads. */
export function refusal(message: string, code: number = LSPErrorCodes.RequestFailed): ResponseError {
  return new ResponseError(code, message);
}

export const INVALID_PARAMETERS = ErrorCodes.InvalidParams;
