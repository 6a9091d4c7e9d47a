# What the module plans with everything off, with everything on, and what it refuses. No tenancy is asked:
#   cd deploy/module && terraform init && terraform test

mock_provider "oci" {
  mock_data "oci_objectstorage_namespace" {
    defaults = { namespace = "mytenancy" }
  }

  mock_data "oci_secrets_secretbundle" {
    defaults = { secret_bundle_content = [{ content = "a2V5PXZhbHVl", content_type = "BASE64" }] }
  }
}

mock_provider "oci" {
  alias = "home"
}

variables {
  rule_file       = "../rule.json"
  policy_file     = "../policy.json"
  tenancy_id      = "ocid1.tenancy.oc1..aaaa"
  compartment_id  = "ocid1.compartment.oc1..aaaa"
  region          = "eu-frankfurt-1"
  subnet_ids      = ["ocid1.subnet.oc1.eu-frankfurt-1.aaaa"]
  image           = "fra.ocir.io/mytenancy/dispatcher:0.1.0"
  workspace_id    = "ocid1.disworkspace.oc1.eu-frankfurt-1.aaaa"
  application_key = "0d5c9f0e-6f1b-4c8a-9d3e-1f2a3b4c5d6e"
}

run "everything_off" {
  assert {
    condition = length(concat(
      oci_objectstorage_bucket.routes[*].name,
      oci_objectstorage_bucket.dead_letter[*].name,
      oci_streaming_stream.this[*].name,
      oci_ons_notification_topic.this[*].name,
      [for name, bucket in oci_objectstorage_bucket.landing : name],
      [for name, alarm in oci_monitoring_alarm.this : name],
      [for name, connector in oci_sch_service_connector.lines : name],
      [for minute, schedule in oci_resource_scheduler_schedule.sweep : minute],
    )) == 0
    error_message = "Something was made that no variable asks for."
  }

  assert {
    condition     = length(oci_identity_policy.this.statements) == 1 && strcontains(oci_identity_policy.this.statements[0], "DIS_WORKSPACE_OBJECT_EXECUTE")
    error_message = "The function must be allowed to start task runs, and nothing else."
  }

  assert {
    condition     = join(" ", keys(oci_functions_function.this.config)) == "application_key workspace_id"
    error_message = "The configuration has keys that no variable asks for."
  }

  assert {
    condition     = one(oci_events_rule.this.actions[0].actions).action_type == "FAAS"
    error_message = "Without a stream the rule invokes the function."
  }
}

run "everything_on" {
  variables {
    policy_file            = "../policy-sweep.json"
    routes_bucket          = "dispatcher-routes"
    dead_letter_bucket     = "dispatcher-failed"
    landing_buckets        = ["landing-a", "landing-b"]
    stream_partitions      = 2
    sweep_every_minutes    = 15
    alarm_email            = "data-team@example.com"
    silence_in_hours       = 24
    trace_domain_id        = "ocid1.apmdomain.oc1.eu-frankfurt-1.aaaa"
    image_key_ids          = ["ocid1.key.oc1.eu-frankfurt-1.aaaa"]
    otlp_headers_secret_id = "ocid1.vaultsecret.oc1.eu-frankfurt-1.aaaa"
  }

  assert {
    condition     = alltrue([for bucket in oci_objectstorage_bucket.landing : bucket.object_events_enabled]) && length(oci_objectstorage_bucket.landing) == 2
    error_message = "A landing bucket without object events sends nothing."
  }

  assert {
    condition     = one(oci_events_rule.this.actions[0].actions).action_type == "OSS" && oci_sch_service_connector.this[0].target[0].kind == "functions"
    error_message = "With a stream the rule writes to it, and a connector invokes the function."
  }

  assert {
    condition     = join(" ", keys(oci_resource_scheduler_schedule.sweep)) == "17 2 32 47"
    error_message = "A sweep every 15 minutes is four schedules."
  }

  assert {
    condition     = join(" ", keys(oci_monitoring_alarm.this)) == "connectors errors events-lost expected-missing letter-failed no-sweep rejected routes-refused routes-unread run-failed silence throttled undelivered"
    error_message = "The alarms are not those of the runbook: ${join(" ", keys(oci_monitoring_alarm.this))}"
  }

  # MQL: the interval is how long nothing came, and an absence is told three days at the most.
  assert {
    condition     = strcontains(oci_monitoring_alarm.this["silence"].query, "FunctionInvocationCount[24h]") && strcontains(oci_monitoring_alarm.this["silence"].query, ".absent(3d)")
    error_message = "Silence rings after as many hours as were asked for: ${oci_monitoring_alarm.this["silence"].query}"
  }

  assert {
    condition = alltrue([
      for name, connector in oci_sch_service_connector.lines :
      connector.target[0].dimensions[0].dimension_value[0].value == "dispatcher" && startswith(connector.tasks[0].condition, "data.message='*\"")
      ]) && alltrue([
      for name, alarm in oci_monitoring_alarm.this :
      strcontains(alarm.query, "{function = \"dispatcher\"}") if alarm.namespace == "dispatcher"
    ])
    error_message = "Lines of two functions in one compartment are counted together."
  }

  assert {
    condition = length([
      for statement in oci_identity_policy.this.statements : statement if startswith(statement, "allow service faas to ")
    ]) == 4
    error_message = "The Functions service is not allowed to send traces and to check signatures."
  }

  assert {
    condition     = alltrue([for statement in oci_identity_policy.this.statements : !strcontains(statement, "$${") && !strcontains(statement, "'-'")])
    error_message = "A statement has a name that was not filled in."
  }

  assert {
    condition     = oci_functions_function.this.config["DISPATCHER_DEAD_LETTER"] == "oci://dispatcher-failed@mytenancy/failed/" && oci_functions_function.this.config["OTEL_EXPORTER_OTLP_HEADERS"] == "key=value"
    error_message = "The configuration lacks the dead-letter place or the collector's headers."
  }
}

run "without_sweeps_dead_letters_wait_for_a_person" {
  variables {
    dead_letter_bucket = "dispatcher-failed"
    alarm_topic_id     = "ocid1.onstopic.oc1.eu-frankfurt-1.aaaa"
  }

  assert {
    condition     = contains(keys(oci_monitoring_alarm.this), "dead-letters") && length(oci_ons_notification_topic.this) == 0
    error_message = "An alarm rings for dead letters, at the topic that was given."
  }
}

run "a_stream_needs_a_dead_letter_bucket" {
  command = plan

  variables {
    stream_partitions = 1
  }

  expect_failures = [oci_streaming_stream.this]
}

run "configuration_has_a_limit" {
  command = plan

  variables {
    config = { LONG = join("", [for i in range(500) : "0123456789"]) }
  }

  expect_failures = [oci_functions_function.this]
}

run "values_are_checked" {
  command = plan

  variables {
    name               = "Dispatcher"
    image              = "fra.ocir.io/mytenancy/dispatcher"
    image_digest       = "sha256:1"
    memory_in_mbs      = 127
    timeout_in_seconds = 301
    application_key    = "it's"
    config             = { "a-b" = "c" }
  }

  expect_failures = [
    var.name, var.image, var.image_digest, var.memory_in_mbs, var.timeout_in_seconds, var.application_key, var.config,
  ]
}
