import { z } from 'zod';

// The Content-Security-Policy forbids eval: zod must not probe for it. Import this before any schema is made.
z.config({ jitless: true });
