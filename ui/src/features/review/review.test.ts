import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';
import { share } from './figures';

const user = userEvent.setup();

async function opened(scene = '', language = 'en-GB') {
  const backend = new Fake(scene);
  const there = await openWindow({ backend, language });
  await user.keyboard('{Control>}3{/Control}');
  await screen.findByRole('region', { name: 'AcmeCRM' });
  return { ...there, fake: backend };
}
const sum = (): HTMLElement => screen.getByRole('region', { name: 'The sum that must add up' });

describe('the review', () => {
  it('shows the sum first, with every part, and says that it adds up', async () => {
    await opened();
    expect(sum()).toHaveTextContent(
      /18 ?Captured ?= ?9 ?Synced ?\+ ?6 ?Waiting ?\+ ?2 ?Needs attention ?\+ ?1 ?Removed/u,
    );
    expect(within(sum()).getByText('It adds up')).toBeVisible();
    expect(sum()).not.toHaveClass('off');
  });

  it('turns red and says what it means when the sum does not add up', async () => {
    await opened('off');
    expect(sum()).toHaveClass('off');
    expect(sum()).toHaveTextContent('≠');
    expect(within(sum()).getByText('The sum is off.')).toBeVisible();
    expect(sum()).toHaveTextContent(/of 19 captured, 1 contact stands nowhere/u);
    expect(sum()).toHaveTextContent(/Make a copy of the data folder/u);
    expect(within(sum()).queryByText('It adds up')).toBeNull();
    expect(screen.getByRole('button', { name: /^Review/u })).toHaveTextContent('≠');
  });

  it('fixes a cause once, for all of its contacts', async () => {
    const { fake } = await opened('several');
    const fixed = vi.spyOn(fake, 'fixCause').mockResolvedValue({
      contacts: 4,
      can_undo: true,
      sentence: { code: 'done-again', args: { count: { kind: 'count', value: 4 } } },
    });
    await user.click(await screen.findByRole('button', { name: 'Fix once, retry 4' }));
    await user.click(screen.getByRole('radio', { name: /Send E-mail to another field of AcmeCRM/u }));
    await user.click(screen.getByRole('button', { name: 'Retry 4' }));
    expect(fixed, 'without the field’s name nothing is done').not.toHaveBeenCalled();
    await user.type(screen.getByRole('combobox', { name: /Send E-mail/u }), 'work_email');
    await user.click(screen.getByRole('button', { name: 'Retry 4' }));
    expect(fixed.mock.calls[0]?.[1]).toEqual({ fix: 'remap', theirs: 'work_email' });
    expect(await screen.findByText('4 contacts go again.')).toBeVisible();
  });

  it('shows what the next sync would send, field by field, before it does', async () => {
    const { fake } = await opened();
    const sent = vi.spyOn(fake, 'syncNow');
    await user.click(await screen.findByRole('button', { name: 'What would be sent?' }));
    const sheet = await screen.findByRole('dialog', { name: 'What the next sync sends' });
    expect(await within(sheet).findByText('1 new')).toBeVisible();
    expect(sheet).toHaveTextContent(/knows this person: the record is linked, and one empty field filled/u);
    expect(within(sheet).getByRole('row', { name: /Job title Buyer Head of Purchasing/u })).toBeVisible();
    expect(within(sheet).getByText('shown to you as a difference')).toBeVisible();
    await user.click(within(sheet).getByText('The request, without the sign-in'));
    expect(sheet).toHaveTextContent(/POST https:\/\/crm\.example\.com/u);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(sent, 'looking sends nothing').not.toHaveBeenCalled();
  });

  it('offers what helps as buttons where nothing has to be typed', async () => {
    const { fake } = await opened('gone');
    const fixed = vi.spyOn(fake, 'fixCause');
    expect(screen.getByRole('main')).toHaveTextContent(/These 3 contacts were deleted in AcmeCRM/u);
    await user.click(screen.getByRole('button', { name: 'Remove 3 here' }));
    expect(fixed.mock.calls[0]?.[1]).toEqual({ fix: 'remove_here' });
    expect(await screen.findByText('3 contacts removed here.')).toBeVisible();
  });

  it('takes back what was done for many, where that can be', async () => {
    const { fake } = await opened('gone');
    const undone = vi.spyOn(fake, 'undoForMany');
    await user.click(screen.getByRole('button', { name: 'Remove 3 here' }));
    await screen.findByText('3 contacts removed here.');
    await user.keyboard('{Control>}z{/Control}');
    expect(undone).toHaveBeenCalledOnce();
    expect(await screen.findByText('Undone for 3 contacts.')).toBeVisible();
    expect(screen.queryByRole('button', { name: /Undo/u }), 'undone once').toBeNull();
  });

  it('deletes over there only after a second yes that says what is lost', async () => {
    const { fake } = await opened('gone');
    const fixed = vi.spyOn(fake, 'fixCause');
    await user.click(screen.getByRole('button', { name: 'Delete 2 there' }));
    expect(fixed).not.toHaveBeenCalled();
    expect(screen.getByText(/These 2 records in AcmeCRM are deleted.*cannot bring them back/u)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await user.click(screen.getByRole('button', { name: 'Delete 2 there' }));
    await user.click(screen.getByRole('button', { name: 'Delete 2 for good' }));
    expect(fixed.mock.calls).toEqual([[expect.objectContaining({ reason: 'changed_there' }), { fix: 'delete_there' }]]);
  });

  it('shows everyone of a cause in the list, and everyone again', async () => {
    const { fake } = await opened('several');
    const asked = vi.spyOn(fake, 'contacts');
    const [those] = await screen.findAllByRole('button', { name: 'See the 4' });
    await user.click(those as HTMLElement);
    await waitFor(() => expect(asked.mock.lastCall?.[0].cause?.reason).toBe('invalid'));
    await user.click(screen.getByRole('button', { name: /Show everyone again/u }));
    await waitFor(() => expect(asked.mock.lastCall?.[0].cause).toBeUndefined());
  });

  it('settles a difference by one press on the value, and marks the one that holds', async () => {
    const { fake } = await opened();
    const settled = vi.spyOn(fake, 'settleDifference');
    expect(screen.getByRole('button', { name: /Keep ours: Job title/u })).toHaveTextContent('holds until you choose');
    await user.click(screen.getByRole('button', { name: /Take theirs: Job title/u }));
    expect(settled).toHaveBeenCalledWith('x-7', false);
    await waitFor(() => expect(screen.queryByRole('button', { name: /Take theirs/u })).toBeNull());
  });

  it('chooses for all alike, and takes all defaults', async () => {
    const { fake } = await opened('several');
    const settled = vi.spyOn(fake, 'settleAlike').mockResolvedValue({
      contacts: 2,
      can_undo: false,
      sentence: { code: 'done-settled', args: { count: { kind: 'count', value: 2 } } },
    });
    await user.click(await screen.findByRole('button', { name: 'Take theirs for all 4' }));
    expect(settled).toHaveBeenCalledWith({ destination: 'dest-1', theirs: 'acme_job_title' }, 'theirs');
    await user.click(screen.getByRole('button', { name: 'Take all defaults' }));
    expect(settled).toHaveBeenLastCalledWith(null, 'default');
  });

  it('lets held contacts go', async () => {
    const { fake } = await opened();
    const released = vi.spyOn(fake, 'release');
    await user.click(screen.getByRole('button', { name: 'Send 1 as they are' }));
    expect(released).toHaveBeenCalledWith({ destination: 'dest-1', why: 'unresolved' });
    expect(await screen.findByText('1 contact may go now.')).toBeVisible();
  });

  it('tells how the CRM answers', async () => {
    await opened();
    const health = screen.getByRole('region', { name: 'AcmeCRM' });
    expect(health).toHaveTextContent('0.4 s usual, 1.5 s slow');
    expect(health).toHaveTextContent('99% 198 of the last 200 requests');
    expect(health).toHaveTextContent('62 of 100');
    expect(health).toHaveTextContent('0 of 5; then Lanyard rests 30 s');
  });

  it('erases for good only after a second yes that says what stays', async () => {
    const { fake } = await opened('purge');
    const purged = vi.spyOn(fake, 'purge');
    await user.click(screen.getByRole('button', { name: 'Erase 3 here' }));
    expect(purged).not.toHaveBeenCalled();
    expect(screen.getByText(/Their records in the CRM stay as they are/u)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Yes, erase 3' }));
    expect(purged).toHaveBeenCalledWith(3);
    expect(await screen.findByText('3 contacts erased here. Their records in the CRM stay.')).toBeVisible();
  });

  it('shows what the event’s list says beside what is here, and takes just the chosen fields', async () => {
    const { fake } = await opened('listed');
    const applied = vi.spyOn(fake, 'applyProposal');
    const unnamed = screen.getByRole('article', { name: 'ID 000123' });
    expect(within(unnamed).getByText(/^From/u)).toHaveTextContent(/From .*attendees.xlsx/u);
    await user.click(within(unnamed).getByRole('checkbox', { name: 'Arvika Instruments AB' }));
    await user.click(within(unnamed).getByRole('button', { name: 'Take over 3 fields' }));
    expect(applied.mock.calls[0]?.[1]).toEqual(['given_name', 'family_name', 'email']);
    await waitFor(() => expect(screen.queryByRole('article', { name: 'ID 000123' })).toBeNull());
  });

  it('never marks what a person typed, nor what is of another name', async () => {
    await opened('listed');
    const typed = screen.getByText('typed here', { selector: 'small' }).closest('tr');
    expect(typed).not.toBeNull();
    if (typed !== null) expect(within(typed).getByRole('checkbox')).not.toBeChecked();
    const other = screen.getByText(/has another name under this number/u).closest('article');
    expect(other).not.toBeNull();
    if (other !== null) {
      for (const box of within(other).getAllByRole('checkbox')) expect(box).not.toBeChecked();
      expect(within(other).getByRole('button', { name: 'Nothing chosen' })).toBeDisabled();
    }
  });

  it('leaves a contact as it is, and takes over all at once', async () => {
    const { fake } = await opened('listed');
    const [first] = screen.getAllByRole('button', { name: 'Leave as it is' });
    const refused = vi.spyOn(fake, 'refuseProposal');
    const all = vi.spyOn(fake, 'applyProposals');
    if (first !== undefined) await user.click(first);
    expect(refused).toHaveBeenCalledTimes(1);
    await user.click(await screen.findByRole('button', { name: 'Take over all 3' }));
    expect(all).toHaveBeenCalledTimes(1);
  });

  it('says so when there is nothing to do', async () => {
    const backend = new Fake('empty');
    await openWindow({ backend });
    await user.keyboard('{Control>}3{/Control}');
    expect(await screen.findByRole('heading', { name: 'Nothing needs you' })).toBeVisible();
  });
});

describe('a share', () => {
  it('is never all while one is missing, nor none while there is one', () => {
    expect(share(999, 1000)).toBe(0.99);
    expect(share(1, 1000)).toBe(0.01);
    expect(share(0, 5)).toBe(0);
    expect(share(5, 5)).toBe(1);
    expect(share(0, 0)).toBe(1);
  });
});
