import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapterTypes, matchEndpoint, SOURCES } from '../../src/server/sources/registry.ts';
import { KEY } from './request.ts';

describe('the registry', () => {
  it('[ING15] names every type and alias once', () => {
    expect(adapterTypes()).toEqual(
      expect.arrayContaining(['standard', 'alertmanager', 'prometheus', 'pagerduty']),
    );
    expect(new Set(adapterTypes()).size).toBe(adapterTypes().length);
  });

  it('[ING15] every path of every source leads to its own door', () => {
    const paths = SOURCES.flatMap((source) => source.endpoints.map((endpoint) => ({ source, endpoint })));
    expect(new Set(paths.map(({ endpoint }) => endpoint.path)).size).toBe(paths.length);
    for (const { source, endpoint } of paths) {
      const found = matchEndpoint('POST', endpoint.path.replace('{key}', KEY));
      expect(found?.endpoint).toBe(endpoint);
      expect(found?.source).toBe(source);
      expect(found?.key).toBe(endpoint.path.includes('{key}') ? KEY : null);
      expect(endpoint.keyOf === undefined).toBe(endpoint.path.includes('{key}'));
    }
  });

  it.each([
    ['GET', `/integration/standard/v1/${KEY}`],
    ['DELETE', `/integration/standard/v1/${KEY}`],
    ['POST', '/integration/standard/v1'],
    ['POST', '/integration/standard/v1/'],
    ['POST', `/integration/standard/v2/${KEY}`],
    ['POST', `/integration/nosuch/v1/${KEY}`],
    ['POST', `/integration/__proto__/v1/${KEY}`],
    ['POST', `/integration/standard/v1/${KEY}/more`],
    ['POST', `//integration/standard/v1/${KEY}`],
    ['POST', `integration/standard/v1/${KEY}`],
    ['POST', `http://host/integration/standard/v1/${KEY}`],
    ['POST', `/integration/alertmanager/v1/${KEY}/api/v2`],
    ['POST', '/integration/alertmanager/v1//api/v2/alerts'],
    ['POST', '/v2/change'],
    ['POST', '/v1/json/integrations/webhooks'],
    ['POST', '/v1/json/a/b'],
    ['POST', '/integration/{key}/v1/x'],
    ['POST', ''],
    ['POST', '/'],
    ['POST', '/'.repeat(100_000)],
  ])('[ING15] %s %.60s is no door', (method, path) => {
    expect(matchEndpoint(method, path)).toBeNull();
  });

  it('[ING15] a slash at the end is allowed, keys are percent-decoded, broken ones stay as they are', () => {
    expect(matchEndpoint('POST', `/integration/standard/v1/${KEY}/`)?.key).toBe(KEY);
    expect(matchEndpoint('POST', '/integration/standard/v1/a%2Fb%20c')?.key).toBe('a/b c');
    for (const broken of ['%', '%zz', '%E0%A4', 'a%C0%80']) {
      expect(matchEndpoint('POST', `/integration/standard/v1/${broken}`)?.key).toBe(broken);
    }
  });

  it('[ING15] never throws', () => {
    const segment = fc.oneof(
      fc.constantFrom('integration', 'standard', 'v1', 'v2', 'enqueue', 'api', 'alerts', '', '%', '..'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.string(), fc.array(segment), (method, segments) => {
        matchEndpoint(method, `/${segments.join('/')}`);
        matchEndpoint('POST', segments.join('/'));
      }),
      { numRuns: 2000 },
    );
  });
});
