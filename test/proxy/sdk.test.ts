// Against the simulator; against a real server test/letta/sdk.suite.ts does the same.
import { startSimulator } from '../letta/targets.ts';
import { sdkBehaviour } from './sdk-suite.ts';
import { startStage } from './stage.ts';

sdkBehaviour(
  async () => {
    const letta = await startSimulator({ redis: true });
    const stage = await startStage(letta.baseUrl);
    return {
      ...stage,
      async close() {
        await stage.close();
        await letta.stop();
      },
    };
  },
  { resumes: true },
);
