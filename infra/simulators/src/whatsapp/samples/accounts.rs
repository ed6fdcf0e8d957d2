//! Samples of fields about an account; they have no `metadata` and are told apart by `entry[].id`.

use serde_json::{Value, json};

use super::{Scene, fields::number_quality};

/// Every field of this kind.
pub(super) fn all(scene: &Scene<'_>) -> Vec<(&'static str, Value)> {
    let display = &scene.number.display_phone_number;
    let quality = |event: &str, limit: &str| {
        scene.change("phone_number_quality_update", &number_quality(display, event, limit))
    };
    let account = |value: Value| scene.change("account_update", &value);
    vec![
        ("number_upgraded", quality("UPGRADE", "TIER_10K")),
        ("number_downgraded", quality("DOWNGRADE", "TIER_250")),
        ("number_flagged", quality("FLAGGED", "TIER_2K")),
        ("number_unflagged", quality("UNFLAGGED", "TIER_2K")),
        (
            "number_name",
            scene.change(
                "phone_number_name_update",
                &json!({ "display_phone_number": display, "decision": "APPROVED",
                    "requested_verified_name": "Disdukcapil", "rejection_reason": null }),
            ),
        ),
        (
            "account_restricted",
            account(json!({ "event": "ACCOUNT_RESTRICTION", "restriction_info": [
                { "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": scene.at + 604_800 }] })),
        ),
        (
            "account_disabled",
            account(json!({ "event": "DISABLED_UPDATE", "ban_info": {
                "waba_ban_state": "DISABLE", "waba_ban_date": "November 21, 2026" } })),
        ),
        (
            "account_violation",
            account(json!({ "event": "ACCOUNT_VIOLATION", "violation_info": { "violation_type": "SCAM" } })),
        ),
        ("account_verified", account(json!({ "event": "VERIFIED_ACCOUNT", "phone_number": display }))),
        (
            "account_partner_removed",
            account(json!({ "event": "PARTNER_REMOVED", "waba_info": {
                "waba_id": scene.number.waba_id, "owner_business_id": "2729063490586005" } })),
        ),
        (
            "account_alert",
            scene.change(
                "account_alerts",
                &json!({ "entity_type": "PHONE_NUMBER", "entity_id": scene.number.phone_number_id,
                    "alert_severity": "CRITICAL", "alert_status": "ACTIVE", "alert_type": "PAYMENT_METHOD_MISSING",
                    "alert_description": "Payment method is missing." }),
            ),
        ),
        ("account_review", scene.change("account_review_update", &json!({ "decision": "APPROVED" }))),
        (
            "business_capability",
            scene.change(
                "business_capability_update",
                &json!({ "max_daily_conversation_per_phone": 2_000, "max_daily_conversations_per_business": "TIER_2K",
                    "max_phone_numbers_per_business": 25 }),
            ),
        ),
        (
            "security",
            scene.change(
                "security",
                &json!({ "display_phone_number": display, "event": "PIN_RESET_REQUEST", "requester": "61555822107539" }),
            ),
        ),
    ]
}
