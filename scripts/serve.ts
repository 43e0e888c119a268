// A static file server for the production build, with the security headers on every response. No dependency: it maps URLs to files of one folder.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { CSP_HEADER } from './csp.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.bin': 'application/octet-stream',
  '.wasm': 'application/wasm',
};

const fileOf = (root: string, url: string): string | null => {
  const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  const file = resolve(root, `.${normalize(path)}`);
  if (!file.startsWith(resolve(root))) return null;
  const found = existsSync(file) && statSync(file).isDirectory() ? join(file, 'index.html') : file;
  return existsSync(found) ? found : null;
};

const answer = (root: string, request: IncomingMessage, response: ServerResponse): void => {
  response.setHeader('Content-Security-Policy', CSP_HEADER);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  let file: string | null = null;
  try {
    file = fileOf(root, request.url ?? '/');
  } catch {
    response.writeHead(400).end('bad request');
    return;
  }
  if (file === null) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found');
    return;
  }
  const hashed = /-[\w-]{8,}\.\w+$/.test(file);
  response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
};

/** Serves `root` under `base` ("/" or "/some/path/"); resolves when it listens. Port 0 takes a free one. */
export const serve = (root: string, port: number, base = '/'): Promise<Server> => {
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    if (!url.startsWith(base)) response.writeHead(404).end('not found');
    else {
      request.url = `/${url.slice(base.length)}`;
      answer(root, request, response);
    }
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, () => done(server));
  });
};
