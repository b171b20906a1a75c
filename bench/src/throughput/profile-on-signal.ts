import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

// Loaded into Bellhop before anything else: SIGUSR2 starts a CPU profile, a second one writes it.
const file = process.env['BENCH_PROFILE_FILE'] ?? 'bellhop.cpuprofile';
let session: Session | null = null;

process.on('SIGUSR2', () => {
  if (session === null) session = start();
  else stop(session);
});

function start(): Session {
  const started = new Session();
  started.connect();
  started.post('Profiler.enable');
  started.post('Profiler.setSamplingInterval', { interval: 500 });
  started.post('Profiler.start');
  return started;
}

function stop(running: Session): void {
  session = null;
  running.post('Profiler.stop', (error, result) => {
    if (error === null) writeFileSync(file, JSON.stringify(result.profile));
    running.disconnect();
  });
}
