// Letta's official SDK through the proxy to the server under test.
import { sdkBehaviour } from '../proxy/sdk-suite.ts';
import { startStage } from '../proxy/stage.ts';
import { target } from './client.ts';

sdkBehaviour(() => startStage(target.url), { resumes: target.redis });
