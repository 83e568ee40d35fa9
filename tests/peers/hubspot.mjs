// Strangers judge both sides of HubSpot. Prism, as a proxy before the rehearsal server, holds every request of our client and
// every answer of the server against the typings of HubSpot's own SDK (`LANYARD_CORPORA/specs`); that SDK drives the server and
// reads its answers. Their counts are printed and must be above zero, and an answer that is wrong on purpose must be caught.
//
// Usage: node hubspot.mjs <the program crm-peer>

import { Client } from '@hubspot/api-client';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, judge } from './judge.mjs';

const corpora = process.env.LANYARD_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora');
const spec = join(corpora, 'specs/hubspot-contacts.sdk-derived.openapi.json');

// The typings leave out that a property without a value is shown as null, and know no associations in a read.
function patched(spec) {
  for (const name of Object.keys(spec.components.schemas)) {
    const values = spec.components.schemas[name].properties?.properties;
    if (name.startsWith('Simple') && !name.includes('Input') && values?.additionalProperties) {
      values.additionalProperties = { ...values.additionalProperties, nullable: true };
    }
  }
  return spec;
}

// Who looks after records and what a property means stand in typings of their own: read out of the SDK's classes.
const typings = join(import.meta.dirname, 'node_modules/@hubspot/api-client/lib/codegen/crm');

function read(area, name) {
  const text = readFileSync(join(typings, area, 'models', `${name}.d.ts`), 'utf8');
  const properties = {};
  const required = [];
  for (const [, member, optional, type] of text.matchAll(/^ {4}'(\w+)'(\?)?: ([^;]+);$/gmu)) {
    if (optional === undefined) required.push(member);
    const list = /^Array<(\w+)>$/u.exec(type)?.[1];
    if (['string', 'number', 'boolean'].includes(type)) properties[member] = { type };
    else if (type === 'Date') properties[member] = { type: 'string', format: 'date-time' };
    else if (list) properties[member] = { type: 'array', items: read(area, list) };
    else properties[member] = {};
  }
  check(Object.keys(properties).length > 0, `${name} is in the typings`);
  return { type: 'object', properties, required };
}

function withReads(spec) {
  const add = (path, name, schema) => {
    const content = { 'application/json': { schema } };
    spec.paths[path] = {
      get: {
        security: [{ bearer: [] }],
        parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'ok', content } },
      },
    };
  };
  add('/crm/v3/owners/{ownerId}', 'ownerId', read('owners', 'PublicOwner'));
  add('/crm/v3/properties/contacts/{propertyName}', 'propertyName', read('properties', 'Property'));
  return spec;
}

// HubSpot's own SDK: whatever it cannot read, it throws.
async function sdk(address, token) {
  const hubspot = new Client({ accessToken: token, basePath: address });
  const { basicApi, batchApi, searchApi } = hubspot.crm.contacts;
  let calls = 0;
  const asked = async (promise) => {
    calls += 1;
    return await promise;
  };
  const ada = await asked(basicApi.create({ properties: { email: 'Ada@Sdk.example.com', firstname: 'Ada' }, associations: [] }));
  check(ada.properties.email === 'ada@sdk.example.com' && ada.createdAt instanceof Date, 'a contact is made');
  const bob = await asked(basicApi.create({ properties: { email: 'bob@sdk.example.com' }, associations: [] }));
  const read = await asked(basicApi.getById(ada.id, ['email', 'city']));
  check(read.id === ada.id && read.archived === false, 'it is read');
  const changed = await asked(basicApi.update(ada.id, { properties: { city: 'Oslo' } }));
  check(changed.properties.city === 'Oslo', 'it is changed');
  const page = await asked(basicApi.getPage(5));
  check(page.results.length === 5 && Boolean(page.paging?.next?.after), 'they are listed');
  const input = { properties: ['email'], propertiesWithHistory: [], inputs: [{ id: ada.id }, { id: bob.id }] };
  const batch = await asked(batchApi.read(input, false));
  check(batch.results.length === 2 && batch.status === 'COMPLETE', 'a batch is read');
  const some = await asked(batchApi.read({ ...input, inputs: [{ id: ada.id }, { id: '7' }] }, false));
  check(some.errors?.[0]?.category === 'OBJECT_NOT_FOUND', 'what is not there is named');
  const filters = [{ propertyName: 'email', operator: 'EQ', value: 'ada@sdk.example.com' }];
  const query = { filterGroups: [{ filters }], sorts: ['-lastmodifieddate'], properties: ['email'], limit: 10, after: '0' };
  const found = await asked(searchApi.doSearch(query));
  check(found.total === 1 && found.results[0].id === ada.id, 'it is found');
  const updated = await asked(batchApi.update({ inputs: [{ id: ada.id, properties: { zip: '0150' } }] }));
  check(updated.results.length === 1, 'a batch is changed');
  const upsert = { id: 'sdk-1', idProperty: 'lanyard_capture_id', properties: { firstname: 'Cyd' } };
  const upserted = await asked(batchApi.upsert({ inputs: [upsert] }));
  check(upserted.results[0]._new === true || upserted.results[0].new === true, 'an upsert makes it');
  try {
    await asked(basicApi.create({ properties: { email: 'ada@sdk.example.com' }, associations: [] }));
    check(false, 'a taken address is refused');
  } catch (error) {
    check(error.code === 409 && error.body.message.includes(`Existing ID: ${ada.id}`), 'a taken address names its owner');
  }
  const two = { primaryObjectId: ada.id, objectIdToMerge: bob.id };
  const merged = await asked(basicApi.merge(two));
  check(Boolean(merged.id), 'two are merged');
  await asked(basicApi.archive(merged.id));
  const bin = await asked(basicApi.getPage(100, undefined, undefined, undefined, undefined, true));
  check(bin.results.some((one) => one.id === merged.id), 'it lies in the bin');
  const owner = await asked(hubspot.crm.owners.ownersApi.getById(41629779));
  check(owner.firstName === 'Grace' && owner.createdAt instanceof Date, 'an owner is read');
  const stage = await asked(hubspot.crm.properties.coreApi.getByName('contacts', 'lifecyclestage'));
  check(stage.options.some(({ value, label }) => value === 'customer' && label === 'Customer'), 'a stage is explained');
  return calls;
}

if (existsSync(spec)) {
  await judge({
    brand: 'hubspot',
    spec: withReads(patched(JSON.parse(readFileSync(spec, 'utf8')))),
    sdk,
    planted: { path: '/crm/v3/objects/contacts?limit=1', member: 'id' },
    headers: (token) => ({ authorization: `Bearer ${token}` }),
  });
} else {
  console.error(`NOT RUN: there is no ${spec}; LANYARD_CORPORA names the folder`);
  process.exitCode = 1;
}
