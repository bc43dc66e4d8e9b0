import { expect, test } from 'vitest';
import { serviceNotes } from '../../src/server/runtime/service-notes.ts';
import { configDocumentSchema } from '../../src/shared/config/document.ts';

const config = configDocumentSchema.parse({
  version: 1,
  services: [
    {
      id: 'payments',
      name: 'Payments',
      target: null,
      owner: 'Payments squad',
      runbook: 'https://runbooks.example.com/payments',
      contacts: ['Card network desk'],
      dependsOn: ['database'],
      links: [{ text: 'Dashboard', url: 'https://graphs.example.com/payments' }],
    },
    { id: 'database', name: 'Database', target: null },
  ],
});

test('[STR45] an incident carries what its service’s people wrote down for it, and nothing else of the config', () => {
  expect(serviceNotes(config, 'payments')).toEqual({
    owner: 'Payments squad',
    runbook: 'https://runbooks.example.com/payments',
    contacts: ['Card network desk'],
    dependsOn: ['database'],
    links: [{ text: 'Dashboard', url: 'https://graphs.example.com/payments' }],
  });
  expect(serviceNotes(config, 'database')).toEqual({
    owner: null,
    runbook: null,
    contacts: [],
    dependsOn: [],
    links: [],
  });
  expect(serviceNotes(config, 'gone')).toBeNull();
});
