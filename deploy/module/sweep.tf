# Resource Scheduler → function, where sweep_every_minutes asks for it. docs/sweep.md says what a sweep does.
locals {
  has_sweep = var.sweep_every_minutes > 0

  # A schedule fires once an hour at the most, so each slot of an hour has one of its own: a little after the slot's
  # beginning, because a sweep reports what ended in the slot before.
  sweep_minutes = local.has_sweep ? toset([for minute in range(2, 60, var.sweep_every_minutes) : tostring(minute)]) : toset([])

  sweep_statements = [
    for minute in local.sweep_minutes :
    "allow any-user to use functions-family in compartment id ${var.compartment_id} where all {request.principal.type = 'resourceschedule', request.principal.id = '${oci_resource_scheduler_schedule.sweep[minute].id}'}"
  ]

  sweep_lines = local.has_sweep ? {
    sweep_done       = "\"event\":\"sweep\""
    run_failed       = "\"event\":\"run.failed\""
    expected_missing = "\"event\":\"expected.missing\""
  } : {}

  sweep_alarms = local.has_sweep ? {
    no-sweep = {
      namespace = "dispatcher"
      query     = "sweep_done[2h]{function = \"${var.name}\"}.groupBy(function).absent(3d)"
      pending   = "PT1M"
      severity  = "CRITICAL"
      body      = "No sweep of ${var.name} has come for two hours: look at its schedules and at the function's log."
    }
    run-failed = {
      namespace = "dispatcher"
      query     = "run_failed[5m]{function = \"${var.name}\"}.sum() > 0"
      pending   = "PT1M"
      severity  = "CRITICAL"
      body      = "Task runs ended in ERROR or TERMINATED. The lines run.failed of the log of ${var.name} have route, owner, object and the service's message."
    }
    expected-missing = {
      namespace = "dispatcher"
      query     = "expected_missing[1h]{function = \"${var.name}\"}.sum() > 0"
      pending   = "PT1M"
      severity  = "CRITICAL"
      body      = "An object that is due has not come. The lines expected.missing of the log of ${var.name} have route, owner and key."
    }
  } : {}
}

resource "oci_resource_scheduler_schedule" "sweep" {
  for_each = local.sweep_minutes

  compartment_id     = var.compartment_id
  display_name       = "${var.name}-sweep-${each.value}"
  description        = "Wakes the function ${var.name}, which looks for objects whose event was lost."
  action             = "START_RESOURCE"
  recurrence_type    = "CRON"
  recurrence_details = "${each.value} * * * *"
  state              = "ACTIVE"
  freeform_tags      = var.freeform_tags
  defined_tags       = var.defined_tags

  resources {
    id = oci_functions_function.this.id

    parameters {
      parameter_type = "BODY"
      value          = [jsonencode({ dispatcher = "sweep", every = "${var.sweep_every_minutes}m" })]
    }
  }
}
