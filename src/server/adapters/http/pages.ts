import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import express, { type Express } from 'express';

/** First segments of the renderer's own addresses; each is answered with its one page (STR49). */
export const PAGES = [
  'wall',
  'incidents',
  'oncall',
  'dry-run',
  'reports',
  'heatmap',
  'maintenance',
  'audit',
  'mine',
  'settings',
  'status',
  'sign-in',
  'setup',
  'quiet',
  'welcome',
] as const;

/** The built renderer: hashed assets for ever, the page always asked for again, nothing outside the folder. */
export function mountPages(app: Express, staticDir: string): void {
  const page: express.RequestHandler = (_req, res, next) => {
    const headers = { 'cache-control': 'no-cache' };
    res.sendFile('index.html', { root: staticDir, headers, cacheControl: false }, (error) => {
      if (error && !res.headersSent) next();
    });
  };
  app.get('/', page);
  for (const name of PAGES) app.get([`/${name}`, `/${name}/{*rest}`], page);
  // A link inside the folder may not lead out of it; `send` itself follows links.
  app.use(async (req, _res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next('router');
    try {
      const root = await realpath(staticDir);
      const file = await realpath(join(root, decodeURIComponent(req.path)));
      next(file.startsWith(root + sep) ? undefined : 'router');
    } catch {
      next('router');
    }
  });
  app.use(
    express.static(staticDir, {
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (res, path) => {
        const isHashed = path.includes(`${sep}assets${sep}`);
        res.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
}
