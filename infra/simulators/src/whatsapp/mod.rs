//! WhatsApp Cloud API simulator: the Graph face, signed webhooks with retries, faults, a ledger and residents.
//!
//! # Driving a resident by hand
//!
//! All `/sim` routes answer JSON and need no token. `phone_number_id` may be left out when only one number exists.
//!
//! ```text
//! curl $SIM/sim/residents/6281234567890/text -H 'content-type: application/json' \
//!      -d '{"phone_number_id":"100001","text":"halo","name":"Siti"}'
//! curl "$SIM/sim/residents/6281234567890/media?phone_number_id=100001&caption=KK&filename=kk.pdf" \
//!      -H 'content-type: application/pdf' --data-binary @kk.pdf
//! curl $SIM/sim/residents/6281234567890/tap -H 'content-type: application/json' \
//!      -d '{"phone_number_id":"100001","id":"menu:akta","title":"Akta Kelahiran","kind":"list"}'
//! curl "$SIM/sim/residents/6281234567890/raw?phone_number_id=100001" -H 'content-type: application/json' \
//!      -d '{"type":"location","location":{"latitude":-6.2,"longitude":106.8}}'
//! curl $SIM/sim/residents/6281234567890/inbox      # ?all=true adds the resident's own messages, ?after=<seq>
//! curl $SIM/sim/ledger                             # everything, oldest first
//! curl $SIM/sim/duplicates                         # sends that share a biz_opaque_callback_data
//! curl $SIM/sim/faults -d '{"drop_after_accept":1}'  # POST merges, GET shows, DELETE resets
//! curl "$SIM/sim/webhook?app_id=app-1" -d '{"object":"whatsapp_business_account","entry":[]}'
//! curl -X POST "$SIM/sim/handshake?app_id=app-1"
//! curl $SIM/sim/clock -d '{"advance_seconds":90000}'   # closes 24-hour windows, expires media
//! curl $SIM/sim/numbers                            # the offices; also callback and webhooks still waiting
//! ```
//!
//! `kind` of a tap is `button`, `list` or `template` (a quick reply under a template message).
//! `POST /sim/residents/{wa_id}/profile` takes `{"name","username","hide_phone"}`: a resident who hides the phone
//! arrives with a business-scoped user id only.
//!
//! A chat page for a browser is served at `/`.

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
