import { expect, it } from 'vitest';
import { createWishes } from '../../console/alerts/wishes';
import type { NotificationSettings, NotificationSettingsChangedFrame } from '../../lib/contracts';
import { aFrame } from '../lib/builders';

const ALL: NotificationSettings = { email: true, mobile: true, sound: true };
const MUTE = { ...ALL, sound: false };

/** A server whose answers come when the test says. */
function aServer() {
  let kept = ALL;
  const waiting: { resolve: () => void; reject: (reason: Error) => void }[] = [];
  const puts: NotificationSettings[] = [];
  return {
    puts,
    async answer(): Promise<void> {
      waiting.shift()?.resolve();
      await settled();
    },
    async refuse(): Promise<void> {
      waiting.shift()?.reject(new Error('no'));
      await settled();
    },
    keep(settings: NotificationSettings) {
      kept = settings;
    },
    notificationSettings: () => Promise.resolve(kept),
    async changeNotificationSettings(wanted: NotificationSettings) {
      puts.push(wanted);
      await new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
      return wanted;
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

const told = (settings: NotificationSettings, sequence: number) =>
  aFrame('notification.settings_changed.v1', 'ann', sequence, {
    agent_id: 'ann',
    settings,
  }) as NotificationSettingsChangedFrame;

async function aStart() {
  const server = aServer();
  const wishes = createWishes(server);
  await wishes.refresh();
  return { server, wishes };
}

it('a change shows before the server has it', async () => {
  const { server, wishes } = await aStart();
  const change = wishes.change({ sound: false });
  expect(wishes.settings.value).toEqual(MUTE);
  await settled();
  await server.answer();
  await change;
  expect(wishes.settings.value).toEqual(MUTE);
});

it('a change that is refused is taken back', async () => {
  const { server, wishes } = await aStart();
  const change = wishes.change({ sound: false });
  await settled();
  const refusal = expect(change).rejects.toThrow('no');
  await server.refuse();
  await refusal;
  expect(wishes.settings.value).toEqual(ALL);
});

it('what is asked during a change takes nothing back', async () => {
  const { server, wishes } = await aStart();
  const change = wishes.change({ sound: false });
  await wishes.refresh();
  expect(wishes.settings.value).toEqual(MUTE);
  server.keep(MUTE);
  await settled();
  await server.answer();
  await change;
  await settled();
  expect(wishes.settings.value).toEqual(MUTE);
});

it('two quick changes go one after the other, and the last one stays', async () => {
  const { server, wishes } = await aStart();
  const changes = [wishes.change({ sound: false }), wishes.change({ email: false })];
  await settled();
  expect(server.puts).toHaveLength(1);
  await server.answer();
  await server.answer();
  await Promise.all(changes);
  expect(server.puts.at(-1)).toEqual({ ...MUTE, email: false });
  expect(wishes.settings.value).toEqual({ ...MUTE, email: false });
});

it('follows another device, but no older news', async () => {
  const { wishes } = await aStart();
  wishes.apply(told(MUTE, 2));
  wishes.apply(told(ALL, 1));
  expect(wishes.settings.value).toEqual(MUTE);
});

it('asks again when another device spoke during a change', async () => {
  const { server, wishes } = await aStart();
  const change = wishes.change({ sound: false });
  await settled();
  wishes.apply(told({ ...ALL, email: false }, 1));
  expect(wishes.settings.value).toEqual(MUTE);
  server.keep({ ...MUTE, email: false });
  await server.answer();
  await change;
  await settled();
  expect(wishes.settings.value).toEqual({ ...MUTE, email: false });
});
