//! WhatsApp Cloud API simulator: the Graph face, signed webhooks with retries, faults, a ledger and residents.
//!
//! The product reaches it only through its configurable base URL, app secret, token and media hosts. What it reproduces,
//! and why, is in the contract of the project; where that leaves a choice, the choice is noted beside the switch
//! ([`Faults`]). Two of them: a portfolio is an app, so that offices under one app share user ids and the daily limit;
//! and the daily limit refuses with 80007, the only code of the contract that holds a whole account until later.
//!
//! From Rust, [`WhatsAppSim`] offers everything below and more; [`driver`] plays residents, [`samples`] holds a body of
//! every webhook there is.
//!
//! # By hand
//!
//! A chat page for a browser is served at `/`. All `/sim` routes answer JSON and need no token. `phone_number_id` may
//! be left out when only one number exists, `app_id` when only one app does. With
//! `J='content-type: application/json'` and `R=$SIM/sim/residents/6281234567890`:
//!
//! ## A resident writes
//!
//! ```text
//! curl $R/text -H "$J" -d '{"phone_number_id":"100001","text":"halo","name":"Siti"}'
//! curl "$R/media?phone_number_id=100001&caption=KK&filename=kk.pdf" -H 'content-type: application/pdf' --data-binary @kk.pdf
//! curl "$R/album?phone_number_id=100001&caption=berkas" -F a=@1.jpg -F b=@2.jpg     # N photos, N parallel webhooks
//! curl -X POST "$R/quick/voice?phone_number_id=100001"      # or photo, sticker, location, contact: ready-made
//! curl $R/tap -H "$J" -d '{"phone_number_id":"100001","id":"menu:akta","title":"Akta Kelahiran","kind":"list"}'
//! curl $R/edit -H "$J" -d '{"phone_number_id":"100001","wamid":"wamid.…","text":"maksud saya …"}'
//! curl $R/revoke -H "$J" -d '{"phone_number_id":"100001","wamid":"wamid.…"}'
//! curl $R/react -H "$J" -d '{"phone_number_id":"100001","wamid":"wamid.…","emoji":"👍"}'   # no emoji: removed
//! curl "$R/raw?phone_number_id=100001" -H "$J" -d '{"type":"location","location":{"latitude":-6.2,"longitude":106.8}}'
//! curl $R/inbox            # ?all=true adds their own messages, ?after=<seq> newer ones, ?since=<rev> changed ones
//! ```
//!
//! `kind` of a tap is `button`, `list` or `template` (a quick reply under a template message).
//!
//! ## A resident lives
//!
//! ```text
//! curl $R/profile -H "$J" -d '{"phone_off":true}'   # merges; name, username, hide_phone, blocked, opted_out, not_on_whatsapp, …
//! curl $R/number -H "$J" -d '{"phone_number_id":"100001","to":"081299999999"}'   # another number, another user id
//! curl -X POST "$R/user-id?phone_number_id=100001"                                # another user id, same number
//! curl $R/opt-out -H "$J" -d '{"phone_number_id":"100001","out":true}'            # no marketing; user_preferences
//! curl $R/echo -H "$J" -d '{"phone_number_id":"100001","text":"dari ponsel kantor"}'   # smb_message_echoes
//! ```
//!
//! ## Looking
//!
//! ```text
//! curl $SIM/sim/ledger                        # everything, oldest first
//! curl $SIM/sim/oracle                        # sums, costs per category, duplicates, strangers, unanswered
//! curl $SIM/sim/oracle/6281234567890          # one resident's sums and screen
//! curl $SIM/sim/duplicates                    # seen sends that share a biz_opaque_callback_data
//! curl $SIM/sim/media/<media_id>              # the bytes of a file, without a token
//! curl $SIM/sim/numbers                       # the offices, their callbacks and state, counters, webhooks waiting
//! curl $SIM/sim/templates                     # all templates
//! curl "$SIM/sim/samples?phone_number_id=100001"   # a body of every webhook, by name
//! ```
//!
//! ## Faults and time
//!
//! ```text
//! curl $SIM/sim/faults                                  # every switch; -X DELETE resets
//! curl $SIM/sim/faults -d '{"drop_after_accept":1}'     # POST merges
//! curl $SIM/sim/faults -d '{"fail_probability":0.5,"fail_mix":{"drop_after":3,"500_after":1}}'
//! curl $SIM/sim/faults -d '{"outage":true}'             # later false: the backlog arrives at once
//! curl $SIM/sim/faults -d '{"batch_max":20,"duplicate_inbound":0.1,"duplicate_later":0.05}'
//! curl $SIM/sim/clock -d '{"advance_seconds":90000}'    # closes 24-hour windows, expires media
//! curl $SIM/sim/clock -d '{"stop":true}'                # time passes only by advance, and by:
//! curl $SIM/sim/clock -d '{"settle_seconds":604800}'    # jump from one awaited moment to the next
//! ```
//!
//! ## Webhooks
//!
//! ```text
//! curl "$SIM/sim/webhook?app_id=app-1" -d '{"object":"whatsapp_business_account","entry":[]}'   # exact bytes, signed, once
//! curl -X POST "$SIM/sim/samples/sticker?phone_number_id=100001&wa_id=6281234567890"            # one sample, queued
//! curl "$SIM/sim/field/account_update?phone_number_id=100001" -H "$J" -d '{"event":"VERIFIED_ACCOUNT"}'
//! curl $SIM/sim/hostile/altered_byte -H "$J" -d '{"phone_number_id":"100001","wa_id":"6281234567890","text":"x"}'
//! curl -X POST "$SIM/sim/handshake?app_id=app-1"
//! curl $SIM/sim/callback -H "$J" -d '{"app_id":"app-1","url":"http://127.0.0.1:8080/v1/wa/webhook"}'
//! ```
//!
//! Hostile modes: `wrong_secret`, `missing_header`, `wrong_prefix`, `short_signature`, `altered_byte`,
//! `foreign_number`, `huge_body`, `two_numbers`, `two_wabas`, `unknown_field`. The answer of the callback comes back.
//!
//! ## Meta decides
//!
//! ```text
//! curl $SIM/sim/numbers/100001 -H "$J" -d '{"quality_rating":"RED","messaging_limit_tier":"TIER_250","status":"BANNED"}'
//! curl $SIM/sim/tokens -H "$J" -d '{"phone_number_id":"100001","expire_in_seconds":0}'   # 190 from now on
//! curl $SIM/sim/tokens -H "$J" -d '{"phone_number_id":"100001","allow":"token-baru"}'
//! curl $SIM/sim/templates -H "$J" -d '{"waba_id":"waba-1","name":"kabar","status":"PAUSED","reason":"…"}'
//! curl $SIM/sim/templates -H "$J" -d '{"waba_id":"waba-1","name":"kabar","category":"MARKETING","quality":"RED"}'
//! ```

mod charges;
mod clock;
mod config;
mod controls;
mod counters;
mod delivery;
pub mod driver;
mod entry;
mod face;
mod faults;
mod fetching;
mod gestures;
mod graph;
mod hostile;
mod inbound;
mod journal;
mod ledger;
mod media;
mod numbers;
mod oracle;
mod payload;
mod queue;
mod residents;
mod routes;
pub mod samples;
mod server;
mod shared;
mod state;
mod status;
mod storm;
#[cfg(test)]
mod tests;
mod timing;

pub use config::{SimApp, SimError, SimNumber, WhatsAppSimConfig};
pub use counters::Counters;
pub use delivery::WebhookAnswer;
pub use entry::{Answer, Charge, Choice, Direction, LedgerEntry, LedgerMedia, LedgerStatus, Reach};
pub use faults::{FailSends, Faults, Review};
pub use hostile::{Hostile, HostileAnswer};
pub use inbound::{InboundMedia, Tap, TapKind};
pub use numbers::NumberState;
pub use oracle::{CategoryTotal, Foreign, Oracle, Totals};
pub use residents::Resident;
pub use server::WhatsAppSim;
pub use storm::FailMix;
