import { createServer } from 'node:http';
import { EXIT, InputError, reasonOf } from './failure.ts';
import type { Io } from './io.ts';

/** Only this machine can ask. */
const HOST = '127.0.0.1';

/**
 * Serves one page until Ctrl-C.
 * @throws InputError when the port cannot be had
 */
export async function serve(html: string, port: number, io: Io): Promise<number> {
  const server = createServer((request, response) => {
    const isPage = request.method === 'GET' && request.url?.split(/[?#]/)[0] === '/';
    // A name that leads here from elsewhere must not read the page.
    const isLocal = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '');
    if (!isPage || !isLocal) {
      response.writeHead(isLocal ? 404 : 403, { 'content-type': 'text/plain' }).end('not here\n');
      return;
    }
    response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      .end(html);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'another program uses it' : reasonOf(error);
      reject(new InputError(`--port ${port}: ${reason}; --port 0 takes a free one`));
    });
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  io.out(`http://${HOST}:${bound}/  (Ctrl-C ends it)\n`);
  await new Promise<void>((resolve) => {
    const undo = io.onInterrupt(() => {
      undo();
      server.closeAllConnections();
      server.close(() => resolve());
    });
  });
  return EXIT.done;
}
