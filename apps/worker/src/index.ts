export { type ChannelSettings, startChannels } from './channels/start.ts';
export { channelSettings, rzdSettings, WorkerEnv } from './env.ts';
export { createReaders, type Readers } from './jobs/source-open.ts';
export { startSources } from './jobs/source-runner.ts';
export { type Listener, listenForDevices } from './listeners/listen.ts';
export { startListeners } from './listeners/start.ts';
export { type RzdSettings, startWorker } from './start.ts';
