# What the routes need of the tenancy, made by the command from the routes.

variable "rule_file" {
  description = "File that `dispatcher rule` made of the routes."
  type        = string
}

variable "policy_file" {
  description = "File that `dispatcher policy --format json` made of the routes, as deploy/generate does; with `--sweep` where sweep_every_minutes is above 0."
  type        = string
}
