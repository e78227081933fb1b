# Golden numbers for the intervals of shares, made with R's survey.
#
#   Rscript intervals.R        (in this folder; reads quantiles.csv, writes intervals.json)
#
# For each share: what svymean and degf say of it, and the intervals of svyciprop. `wilson` and `agresti_coull` are not
# in this version of survey; the tests hold those to other computations.

suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})

d <- read.csv("quantiles.csv", colClasses = c(region = "character"))
designs <- list(
  rows = svydesign(ids = ~1, weights = ~weight, data = d),
  clusters = svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d),
  finite = svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, fpc = ~fpc, data = d),
  replicates = svrepdesign(weights = ~weight, repweights = "rep[0-9]+", type = "bootstrap", data = d)
)

cases <- list()
for (name in names(designs)) for (variable in c("yes", "rare", "common")) for (r in c("*", "01", "06", "13")) {
  design <- if (r == "*") designs[[name]] else subset(designs[[name]], region == r)
  formula <- as.formula(paste0("~", variable))
  share <- svymean(formula, design)
  if (coef(share) %in% c(0, 1)) next
  for (level in c(0.95, 0.8)) {
    # `logit` is svyciprop's "xlogit". Its own "logit" goes through svyglm: the same but for the last iteration, except
    # on replicates, where it takes the logit of each replicate and fails on those without a single yes.
    interval <- function(method) as.vector(confint(svyciprop(formula, design, method = method, level = level)))
    cases[[length(cases) + 1]] <- list(
      design = name, variable = variable, region = r, level = level, share = unname(coef(share)),
      variance = c(vcov(share)), rows = nrow(design), df = degf(design),
      intervals = list(
        logit = interval("xlogit"), beta = interval("beta"), arcsine = interval("asin"), t = interval("mean")
      ),
      logit_of_svyglm = if (name == "replicates") NULL else interval("logit")
    )
  }
}

made <- list(
  call = "Rscript intervals.R",
  R = R.version.string, survey = as.character(packageVersion("survey")), date = format(Sys.Date()),
  cases = cases
)
writeLines(toJSON(made, auto_unbox = TRUE, digits = NA, na = "null", null = "null"), "intervals.json")
