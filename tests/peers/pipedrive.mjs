// Strangers judge both sides of Pipedrive. Prism, as a proxy before the rehearsal server, holds every request of our client and
// every answer of the server against a specification that is read out of the typings of Pipedrive's own SDK; that SDK drives
// the server and reads its answers. Their counts are printed and must be above zero, and a wrong answer must be caught.
//
// Usage: node pipedrive.mjs <the program crm-peer>

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v1, v2 } from 'pipedrive';
import { check, judge } from './judge.mjs';
import { Typings, members } from './typings.mjs';

const versions = join(import.meta.dirname, 'node_modules/pipedrive/dist/versions');

// Path, method, the file and the interface of its query, what it says, what it answers.
const CALLS = [
  ['v2', '/persons', 'get', 'persons-api', 'PersonsApiGetPersonsRequest', undefined, 'GetPersonsResponse'],
  ['v2', '/persons', 'post', undefined, undefined, 'AddPersonRequest', 'UpsertPersonResponse'],
  ['v2', '/persons/{id}', 'get', 'persons-api', 'PersonsApiGetPersonRequest', undefined, 'UpsertPersonResponse'],
  ['v2', '/persons/{id}', 'patch', undefined, undefined, 'UpdatePersonRequest', 'UpsertPersonResponse'],
  ['v2', '/persons/{id}', 'delete', undefined, undefined, undefined, 'DeletePersonResponse'],
  ['v2', '/persons/search', 'get', 'persons-api', 'PersonsApiSearchPersonsRequest', undefined, 'GetPersonSearchResponse'],
  ['v2', '/organizations', 'get', 'organizations-api', 'OrganizationsApiGetOrganizationsRequest', undefined, 'GetOrganizationsResponse'],
  ['v2', '/organizations', 'post', undefined, undefined, 'AddOrganizationRequest', 'UpsertOrganizationResponse'],
  ['v2', '/organizations/{id}', 'get', undefined, undefined, undefined, 'UpsertOrganizationResponse'],
  ['v2', '/organizations/search', 'get', 'organizations-api', 'OrganizationsApiSearchOrganizationRequest', undefined, 'GetOrganizationSearchResponse'],
  ['v2', '/personFields', 'get', 'person-fields-api', 'PersonFieldsApiGetPersonFieldsRequest', undefined, 'GetPersonFields200Response'],
  ['v2', '/personFields', 'post', undefined, undefined, 'AddPersonFieldRequest', 'AddPersonField200Response'],
  ['v2', '/activities/{id}', 'get', undefined, undefined, undefined, 'UpsertActivityResponse'],
  ['v1', '/users/{id}', 'get', undefined, undefined, undefined, 'GetUserResponse'],
  ['v1', '/notes', 'get', 'notes-api', 'NotesApiGetNotesRequest', undefined, 'GetNotesResponse'],
  ['v1', '/notes', 'post', undefined, undefined, 'AddNoteRequest', 'UpsertNoteResponse'],
  ['v1', '/notes/{id}', 'get', undefined, undefined, undefined, 'UpsertNoteResponse'],
  ['v1', '/notes/{id}', 'put', undefined, undefined, 'NoteRequest', 'UpsertNoteResponse'],
  ['v1', '/notes/{id}', 'delete', undefined, undefined, undefined, 'DeleteNoteResponse'],
];

const json = (schema) => ({ 'application/json': { schema } });

// What every answer has although the typings call each of its members optional: without it nothing could be caught.
const IDENTIFYING = ['id'];

function answer(schema) {
  const data = schema.properties?.data;
  const record = data?.items ?? data;
  if (record?.properties?.id) {
    record.required = [...new Set([...(record.required ?? []), ...IDENTIFYING])];
    record.properties.id = { ...record.properties.id, nullable: false };
  }
  return { ...schema, required: ['success', 'data'] };
}

function specification() {
  const paths = {};
  for (const [version, path, method, file, query, said, answered] of CALLS) {
    const folder = join(versions, version);
    const asks = new Typings(folder, { nullable: false, closed: true });
    const answers = new Typings(folder, { nullable: true, closed: false });
    const parameters = [];
    if (path.includes('{id}')) parameters.push({ name: 'id', in: 'path', required: true, schema: { type: 'integer' } });
    if (query) {
      const text = readFileSync(join(folder, 'api', `${file}.d.ts`), 'utf8');
      const found = members(text, query);
      check(found?.length > 0, `${query} is in the typings`);
      for (const { member, optional, type } of found ?? []) {
        if (member === 'id') continue;
        const schema = asks.type(type, text);
        // Its documentation allows several of them, joined by commas.
        const words = member === 'include_fields' ? schema.enum?.join('|') : undefined;
        const several = { type: 'string', pattern: `^(${words})(,(${words}))*$` };
        parameters.push({ name: member, in: 'query', required: !optional, schema: words ? several : schema });
      }
    }
    const schema = answers.schema(answered);
    check(schema.properties?.data !== undefined, `${answered} is in the typings`);
    const operation = {
      security: [{ token: [] }],
      parameters,
      responses: { 200: { description: 'ok', content: json(answer(schema)) } },
    };
    if (said) operation.requestBody = { required: true, content: json(asks.schema(said)) };
    const whole = `/api/${version}${path}`;
    paths[whole] = { ...paths[whole], [method]: operation };
    // An error is of one shape everywhere.
    const failed = { type: 'object', required: ['success', 'error'], properties: { success: { enum: [false] }, error: { type: 'string' } } };
    operation.responses.default = { description: 'error', content: json(failed) };
  }
  return {
    openapi: '3.0.1',
    info: { title: 'Pipedrive, read out of the typings of its SDK (MIT)', version: 'derived' },
    paths,
    components: { securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'x-api-token' } } },
  };
}

// Pipedrive's own SDK: whatever it cannot read, it throws.
async function sdk(address, token) {
  const newer = new v2.Configuration({ apiKey: token, basePath: `${address}/api/v2` });
  const older = new v1.Configuration({ apiKey: token, basePath: `${address}/api/v1` });
  const [persons, organizations, fields] = [new v2.PersonsApi(newer), new v2.OrganizationsApi(newer), new v2.PersonFieldsApi(newer)];
  const [notes, merging] = [new v1.NotesApi(older), new v1.PersonsApi(older)];
  let calls = 0;
  const asked = async (promise) => {
    calls += 1;
    return await promise;
  };
  // Of a refusal it shows the body.
  const refused = async (promise, words, what) => {
    calls += 1;
    const got = await promise.then(() => ({}), (error) => error);
    check(got.success === false && got.error?.includes(words), `${what}: ${JSON.stringify(got)}`);
  };
  const all = await asked(fields.getPersonFields());
  check(all.data.some((field) => field.field_name === 'Lanyard capture ID' && field.is_custom_field), 'our field is there');
  const list = all.data.find((field) => field.field_name === 'Tier');
  const [gold] = list.options;
  check(list.field_type === 'enum' && gold.label === 'Gold' && Number.isInteger(gold.id), 'a list has entries with numbers');
  const company = await asked(organizations.addOrganization({ AddOrganizationRequest: { name: 'Engines' } }));
  const emails = [{ value: 'ada@sdk.example.com', primary: true, label: 'work' }];
  const person = { name: 'Ada Byron', org_id: company.data.id, emails };
  const ada = await asked(persons.addPerson({ AddPersonRequest: person }));
  check(ada.success && ada.data.emails[0].value === 'ada@sdk.example.com', 'a person is made');
  const bob = await asked(persons.addPerson({ AddPersonRequest: { name: 'Bob', emails } }));
  check(bob.data.id !== ada.data.id, 'nothing keeps two from having one address');
  const { id } = ada.data;
  const read = await asked(persons.getPerson({ id }));
  check(read.data.first_name === 'Ada' && read.data.is_deleted === false, 'it is read');
  const choose = (entry) => persons.updatePerson({ id, UpdatePersonRequest: { custom_fields: { [list.field_code]: entry } } });
  const chosen = await asked(choose(gold.id));
  check(chosen.data.custom_fields[list.field_code] === gold.id, 'an entry is chosen by its number');
  await refused(choose('Gold'), list.field_code, 'its words are no number');
  const phones = [{ value: '+49 170 1', primary: true, label: 'mobile' }];
  const changed = await asked(persons.updatePerson({ id, UpdatePersonRequest: { phones } }));
  check(changed.data.phones[0].label === 'mobile' && changed.data.emails.length === 1, 'it is changed');
  const some = await asked(persons.getPersons({ ids: `${id},${bob.data.id},7777` }));
  check(some.data.length === 2, 'what is not there is left out');
  const page = await asked(persons.getPersons({ limit: 5, sort_by: 'update_time', sort_direction: 'desc' }));
  check(page.data.length === 5 && Boolean(page.additional_data.next_cursor), 'they are listed');
  const next = await asked(persons.getPersons({ limit: 5, sort_by: 'update_time', sort_direction: 'desc', cursor: page.additional_data.next_cursor }));
  check(next.data[0].id !== page.data[0].id, 'another page follows');
  const found = await asked(persons.searchPersons({ term: 'ADA@sdk.example.com', fields: 'email', exact_match: true }));
  check(found.data.items.length === 2 && found.data.items[0].item.emails[0] === 'ada@sdk.example.com', 'both are found');
  const named = await asked(organizations.searchOrganization({ term: 'engines', fields: 'name', exact_match: true }));
  check(named.data.items[0].item.id === company.data.id, 'the organization is found');
  const note = await asked(notes.addNote({ AddNoteRequest: { content: 'Met.', person_id: id } }));
  const listed = await asked(notes.getNotes({ person_id: id, limit: 10 }));
  check(listed.data.length === 1 && listed.additional_data.pagination.more_items_in_collection === false, 'a note is listed');
  const noted = await asked(notes.updateNote({ id: note.data.id, NoteRequest: { content: 'Met twice.' } }));
  check(noted.data.content === 'Met twice.', 'it is changed');
  await asked(notes.deleteNote({ id: note.data.id }));
  await refused(notes.getNote({ id: note.data.id }), 'Note not found', 'a deleted note is gone');
  await refused(persons.addPerson({ AddPersonRequest: { emails } }), 'name', 'a person without a name is refused');
  await refused(persons.updatePerson({ id, UpdatePersonRequest: { job_title: 'x' } }), 'contact sync', 'contact sync is off');
  const user = await asked(new v1.UsersApi(older).getUser({ id: 1 }));
  check(user.data.name === 'Grace Okafor', 'an owner is read');
  const activity = await asked(new v2.ActivitiesApi(newer).getActivity({ id: 8 }));
  check(activity.data.due_date === '2026-08-03', 'an activity is read');
  const counted = await asked(persons.getPerson({ id, include_fields: 'won_deals_count', include_labels: true }));
  check(counted.data.won_deals_count === 0, 'deals are counted');
  const merged = await asked(merging.mergePersons({ id: bob.data.id, MergePersonsRequest: { merge_with_id: id } }));
  check(merged.data.id === id, 'the second one stays');
  await refused(persons.getPerson({ id: bob.data.id }), 'Person not found', 'the first one is gone');
  const deleted = await asked(persons.deletePerson({ id }));
  check(deleted.data.id === id, 'it is deleted');
  return calls;
}

await judge({
  brand: 'pipedrive',
  spec: specification(),
  sdk,
  planted: { path: '/api/v2/persons?limit=1', member: 'id' },
  headers: (token) => ({ 'x-api-token': token }),
});
