// The module that the I/O thread of a BlockingLoop runs. No program imports it.
import { serve } from "./blocking/io-main.ts";

serve();
