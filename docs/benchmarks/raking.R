# Raking with R's survey, the same task as raking.py (other random numbers). Run: Rscript docs/benchmarks/raking.R [rows]
suppressMessages(library(survey))
given <- commandArgs(TRUE)
n <- if (length(given)) as.integer(given[1]) else 1000000L
set.seed(2020)
sizes <- c(maakunta = 19, laji = 5, koko = 4)
data <- as.data.frame(lapply(sizes, function(k) sample(k, n, TRUE, rgamma(k, 5))))
data$paino <- rgamma(n, 5, 5)
design <- svydesign(ids = ~1, weights = ~paino, data = data)
margins <- lapply(names(sizes), function(name) {
  share <- rgamma(sizes[name], 5)
  setNames(data.frame(seq_len(sizes[name]), sum(data$paino) * share / sum(share)), c(name, "Freq"))
})
taken <- system.time(rake(design, list(~maakunta, ~laji, ~koko), margins, control = list(maxit = 100, epsilon = 1e-6)))
cat(n, "rows,", R.version.string, "survey", as.character(packageVersion("survey")), ":", taken["elapsed"], "s\n")
